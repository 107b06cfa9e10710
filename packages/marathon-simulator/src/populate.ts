import type { Clock } from './clock.ts'
import type { Definition } from './model/app.ts'
import { type AppInput, type AppSpec, parseApp } from './model/app-spec.ts'
import type { createPlacement } from './model/create-placement.ts'
import type { World } from './model/create-world.ts'
import type { Health, Task } from './model/task.ts'

/** How many apps `populate` makes, and of what kind. */
export interface Population {
  readonly apps: number
  /** @default 1 */
  readonly tasksPerApp?: number
  /** What app number n is, besides its id and instances. @default a docker app on a bridge with one port and a domain */
  readonly app?: (index: number) => Partial<AppInput>
}

interface PopulateParts {
  readonly world: World
  readonly clock: Clock
  readonly define: (spec: AppSpec) => Definition
  readonly place: ReturnType<typeof createPlacement>
}

/** Put running apps in place, as if they had been there for long. */
export function populate(
  { world, clock, define, place }: PopulateParts,
  { apps, tasksPerApp = 1, app = usual }: Population,
): void {
  const at = new Date(clock.now()).toISOString()
  for (let index = 0; index < apps; index++) {
    const spec = parseApp({ id: `/group-${index % 50}/app-${index}`, instances: tasksPerApp, ...app(index) })
    const definition = define(spec)
    const health = spec.healthChecks.length > 0 ? healthySince(at) : undefined
    const tasks = Array.from({ length: spec.instances }, (): Task => {
      const running = { state: 'TASK_RUNNING', stagedAt: at, startedAt: at, health, inactive: false } as const
      return { ...place(definition), ...running, appId: spec.id, definition }
    })
    world.put({ id: spec.id, definition, definitions: [definition], tasks: [], deployments: [] })
    for (const task of tasks) world.putTask(task)
  }
}

function healthySince(at: string): Health {
  return {
    alive: true,
    consecutiveFailures: 0,
    firstSuccess: at,
    lastSuccess: at,
    lastFailure: undefined,
    lastFailureCause: undefined,
  }
}

function usual(index: number): Partial<AppInput> {
  return {
    image: 'example/app',
    network: 'bridge',
    ports: [{ containerPort: 8080 }],
    labels: { 'proxym.domains': `app-${index}.example.com`, 'proxym.port.8080.protocol': 'http' },
    healthChecks: [{ protocol: 'HTTP' }],
  }
}

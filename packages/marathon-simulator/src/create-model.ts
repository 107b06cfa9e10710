import type { Clock } from './clock.ts'
import { createRandom } from './create-random.ts'
import { createDocuments } from './documents/create-documents.ts'
import { createEventBus } from './events/create-event-bus.ts'
import { createTaskEvents } from './events/create-task-events.ts'
import { createDeploymentEvents } from './events/deployment-events.ts'
import type { Features } from './features.ts'
import { createDeployments } from './model/create-deployments.ts'
import { createLifecycle, type Timing } from './model/create-lifecycle.ts'
import { createOperations } from './model/create-operations.ts'
import { createPlacement, type PlacementOptions } from './model/create-placement.ts'
import { createPods } from './model/create-pods.ts'
import { appOf, createWorld, taskOf } from './model/create-world.ts'
import type { Health, Task } from './model/task.ts'
import { type Population, populate } from './populate.ts'

interface ModelOptions extends PlacementOptions {
  readonly features: Features
  readonly clock: Clock
  readonly seed: number
  readonly timing: Partial<Timing>
}

/** Make the world, what happens in it, and what users do to it. */
export function createModel({ features, clock, seed, hosts, place, timing }: ModelOptions) {
  const random = createRandom(seed)
  const world = createWorld()
  const bus = createEventBus(clock)
  const documents = createDocuments(features)

  const idOf = (appId: string) => {
    const name = appId.slice(1).replaceAll('/', '_')
    const uuid = random.uuid()
    const instanceId = `${name}.instance-${uuid}`
    return { instanceId, id: features.provisions ? `${instanceId}._app.1` : `${name}.${uuid}` }
  }
  const placement = createPlacement({ hosts, place }, random, idOf)
  const lifecycle = createLifecycle({
    world,
    clock,
    features,
    events: createTaskEvents(features, bus),
    timing: { startMs: 1000, healthMs: 1000, killMs: 1000, relaunchMs: 1000, ...timing },
    place: placement,
    changed: appId => deployments.changed(appId),
  })
  const deployments = createDeployments({ world, bus, events: createDeploymentEvents(features, documents), lifecycle })
  const { define, ...changes } = createOperations({ world, clock, features, bus, documents, random, start: deployments.start })
  const { setHealth, kill, fail, lose, recover, killUnhealthy } = lifecycle

  const operations: Operations = {
    ...changes,
    ...createPods({ world, clock, features, bus, random, hosts }),
    apps: () => [...world.apps.keys()],
    tasks: appId => appOf(world, appId).tasks.map(taskInfo),
    kill: id => kill(taskOf(world, id)),
    fail: (id, message) => fail(taskOf(world, id), message),
    lose: id => lose(taskOf(world, id)),
    recover: id => recover(taskOf(world, id)),
    setHealth: (id, alive, cause) => setHealth(taskOf(world, id).id, alive, cause),
    killUnhealthy: (id, reason = '503 Service Unavailable') => killUnhealthy(taskOf(world, id), reason),
    populate: population => populate({ world, clock, define, place: placement }, population),
  }
  return { world, bus, documents, operations }
}

function taskInfo({ id, host, ports, ipAddresses, state, definition, health }: Task): TaskInfo {
  const addresses = ipAddresses.map(({ ipAddress }) => ipAddress)
  return { id, host, ports, addresses, state, version: definition.version, health }
}

/** A task as tests want to know it. */
export interface TaskInfo {
  readonly id: string
  readonly host: string
  /** Ports of the host. */
  readonly ports: readonly number[]
  /** Addresses of its own. */
  readonly addresses: readonly string[]
  /** e.g. `TASK_RUNNING` */
  readonly state: string
  /** The version of the app that it runs. */
  readonly version: string
  /** What its health checks said last. */
  readonly health: Health | undefined
}

type Changes = Omit<ReturnType<typeof createOperations>, 'define'>
type Pods = ReturnType<typeof createPods>

/** What users and the outside do to apps, tasks and pods. Each tells of it in the events of its version. */
export interface Operations extends Changes, Pods {
  /** The ids of all apps. */
  apps(): readonly string[]
  /** @throws SimulatorError when there is no such app */
  tasks(appId: string): readonly TaskInfo[]
  /** Kill a task; another takes its place. @throws SimulatorError when there is none, as all of these */
  kill(taskId: string): void
  /** End a task as if it had crashed. */
  fail(taskId: string, message?: string): void
  /** Cut the agent of a task off: TASK_LOST, or TASK_UNREACHABLE from 1.4 on. */
  lose(taskId: string): void
  /** Bring a task back that is unreachable. */
  recover(taskId: string): void
  /** Say what a health check found. */
  setHealth(taskId: string, alive: boolean, cause?: string): void
  /** Kill a task for its health. */
  killUnhealthy(taskId: string, reason?: string): void
  /** Put many running apps in place at once, without any event. */
  populate(population: Population): void
}

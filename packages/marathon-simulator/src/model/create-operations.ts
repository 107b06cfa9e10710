import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../clock.ts'
import type { Random } from '../create-random.ts'
import type { Documents } from '../documents/create-documents.ts'
import type { EventBus } from '../events/create-event-bus.ts'
import type { Plan, PlannedAction } from '../events/deployment-events.ts'
import type { Features } from '../features.ts'
import type { Definition } from './app.ts'
import { type AppInput, type AppSpec, parseApp } from './app-spec.ts'
import { checkSupport } from './check-support.ts'
import { appOf, type World } from './create-world.ts'
import type { Action } from './decide-tasks.ts'

/** A deployment that was begun. */
export interface Deployment {
  readonly id: string
  /** The version that the changed apps have now. */
  readonly version: string
}

interface OperationParts {
  readonly world: World
  readonly clock: Clock
  readonly features: Features
  readonly bus: EventBus
  readonly documents: Documents
  readonly random: Random
  readonly start: (plan: Plan) => void
}

const firstServicePort = 10_000
const clientIp = '127.0.0.1'

/** Make what users do to apps: every change is a new version, and a deployment. */
export function createOperations({ world, clock, features, bus, documents, random, start }: OperationParts) {
  let lastVersionMs = 0
  let nextServicePort = firstServicePort
  let groupVersion = new Date(clock.now()).toISOString()

  // Two changes in one millisecond are two versions.
  const nextVersion = (): string => {
    lastVersionMs = Math.max(lastVersionMs + 1, clock.now())
    return new Date(lastVersionMs).toISOString()
  }

  const define = (spec: AppSpec, version: string): Definition => {
    const before = world.apps.get(spec.id)?.definition
    const servicePorts = spec.ports.map(
      ({ servicePort }, index) => servicePort ?? before?.servicePorts[index] ?? nextServicePort++,
    )
    const isScaling = before !== undefined && isDeepStrictEqual({ ...spec, instances: 0 }, { ...before.spec, instances: 0 })
    return {
      spec,
      servicePorts,
      version,
      lastScalingAt: version,
      lastConfigChangeAt: isScaling ? before.lastConfigChangeAt : version,
    }
  }

  /** Put a definition in its place; returns what a plan has to do about it. */
  const put = (definition: Definition): readonly (readonly Action[])[] => {
    const { id, instances } = definition.spec
    const before = world.apps.get(id)
    const definitions = [...(before?.definitions ?? []), definition]
    const tasks = before?.tasks ?? []
    world.leaving.delete(id)
    world.put({ id, tasks, deployments: [], ...before, definition, definitions })
    if (before === undefined) return [['StartApplication'], ['ScaleApplication']]
    if (definition.lastConfigChangeAt === definition.version) return [['RestartApplication']]
    return before.definition.spec.instances === instances ? [] : [['ScaleApplication']]
  }

  const takeOut = (id: string): void => {
    const app = appOf(world, id)
    world.apps.delete(app.id)
    world.leaving.set(app.id, app)
  }

  /** Change the world, tell of it, and begin the deployment. */
  const change = (groupId: string, alter: (version: string) => Plan['steps'], tell: () => void): Deployment => {
    const original = { apps: new Map(world.apps), version: groupVersion }
    const version = nextVersion()
    const steps = alter(version)
    groupVersion = version
    const plan: Plan = { id: random.uuid(), version, original, target: { apps: new Map(world.apps), version }, steps }
    tell()
    bus.publish('group_change_success', { groupId, version })
    start(plan)
    return { id: plan.id, version }
  }

  const tellOfPost = (id: string, appDefinition: string): void => {
    const uri = `/v2/apps${id}`
    bus.publish('api_post_event', () => `${JSON.stringify({ clientIp, uri }).slice(0, -1)},"appDefinition":${appDefinition}}`)
  }

  const deploySpec = (spec: AppSpec): Deployment => {
    checkSupport(spec, features)
    const alter = (version: string): Plan['steps'] => stepsOf([[spec.id, put(define(spec, version))]])
    return change(parentOf(spec.id), alter, () => tellOfPost(spec.id, documents.definition(appOf(world, spec.id).definition)))
  }

  return {
    define: (spec: AppSpec): Definition => define(spec, nextVersion()),
    /** Create an app, or change it to exactly this. */
    deploy: (input: AppInput): Deployment => deploySpec(parseApp(input)),
    scale(id: string, instances: number): Deployment {
      return deploySpec(parseApp({ ...appOf(world, id).definition.spec, instances }))
    },
    remove(id: string): Deployment {
      const app = appOf(world, id)
      const alter = (): Plan['steps'] => {
        takeOut(app.id)
        return stepsOf([[app.id, [['StopApplication']]]])
      }
      // Only the oldest tell of it, with an app that has nothing but its id.
      const bare = (): void => {
        const spec = parseApp({ id: app.id, instances: 1, ports: [] })
        tellOfPost(app.id, documents.definition({ ...app.definition, spec, servicePorts: [] }))
      }
      return change(parentOf(app.id), alter, () => features.hidesLeaderLoss && bare())
    },
    /** Change many apps at once: one deployment, and no event that names an app but those of the deployment. */
    changeGroup({ id = '/', apps = [], remove = [] }: GroupChange): Deployment {
      const specs = apps.map(parseApp)
      for (const spec of specs) checkSupport(spec, features)
      const gone = remove.map(each => appOf(world, each).id)
      const alter = (version: string): Plan['steps'] => {
        for (const each of gone) takeOut(each)
        const changed = specs.map(spec => [spec.id, put(define(spec, version))] as const)
        return stepsOf([...changed, ...gone.map(each => [each, [['StopApplication']]] as const)])
      }
      return change(id, alter, () => {})
    },
  }
}

/** What `changeGroup` takes. */
export interface GroupChange {
  /** The group that events name. @default '/' */
  readonly id?: string
  readonly apps?: readonly AppInput[]
  /** Ids of apps to remove. */
  readonly remove?: readonly string[]
}

type Wanted = readonly [app: string, steps: readonly (readonly Action[])[]]

/** The steps of one app after the other, those of several apps side by side. */
function stepsOf(wanted: readonly Wanted[]): readonly (readonly PlannedAction[])[] {
  const count = Math.max(0, ...wanted.map(([, steps]) => steps.length))
  return Array.from({ length: count }, (_, index) =>
    wanted.flatMap(([app, steps]) => (steps[index] ?? []).map(action => ({ action, app }))),
  )
}

function parentOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/')) || '/'
}

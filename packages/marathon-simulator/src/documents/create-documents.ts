import type { Features } from '../features.ts'
import type { App, Definition } from '../model/app.ts'
import { isReady } from '../model/task.ts'
import { legacyApp } from './legacy-app.ts'
import { networkedApp } from './networked-app.ts'
import { taskDocument } from './task-document.ts'

/** What may be embedded in an app: `apps.tasks` is `tasks` here. */
export type Embed = 'tasks' | 'counts' | 'deployments' | 'lastTaskFailure' | 'readiness' | 'taskStats'

/** JSON of apps and tasks in the format of one version. Parts that did not change are not written again. */
export interface Documents {
  /** A version of an app, as events and `/versions/:version` give it. */
  definition(definition: Definition): string
  /** An app with its counts and deployments, and with what is embedded. */
  app(app: App, embeds: ReadonlySet<Embed>): string
  /** The tasks of an app, without brackets; empty when it has none. */
  tasks(app: App): string
}

export function createDocuments(features: Features): Documents {
  const definition = remembered((from: Definition) =>
    JSON.stringify(features.leavesOut ? networkedApp(from, features) : legacyApp(from, features)),
  )
  const counts = remembered((app: App) => inner(countsOf(app)))
  const embeddedTasks = remembered((app: App) => app.tasks.map(task => JSON.stringify(taskDocument(task, features))).join(','))
  const tasks = remembered((app: App) =>
    app.tasks.map(task => JSON.stringify(taskDocument(task, features, servicePortsOf(app, features)))).join(','),
  )

  const written = (app: App, embeds: ReadonlySet<Embed>): string => {
    const parts = [definition(app.definition).slice(0, -1), counts(app)]
    if (embeds.has('tasks')) parts.push(`"tasks":[${embeddedTasks(app)}]`)
    if (embeds.has('lastTaskFailure') && app.lastTaskFailure !== undefined)
      parts.push(inner({ lastTaskFailure: failureOf(app.lastTaskFailure, app.id, features) }))
    if (embeds.has('readiness') && features.hasReadiness) parts.push(inner({ readinessCheckResults: readinessOf(app) }))
    if (embeds.has('taskStats') && features.hasVersionInfo) parts.push(inner({ taskStats: statsOf(app) }))
    return `${parts.join(',')}}`
  }
  const plain = remembered((app: App) => written(app, new Set()))
  const withTasks = remembered((app: App) => written(app, new Set(['tasks'])))

  return {
    definition,
    tasks,
    app(app, embeds) {
      const extra = [...embeds].filter(embed => embed !== 'counts' && embed !== 'deployments')
      if (extra.length === 0) return plain(app)
      return extra.length === 1 && extra[0] === 'tasks' ? withTasks(app) : written(app, embeds)
    },
  }
}

function remembered<T extends object>(write: (from: T) => string): (from: T) => string {
  const known = new WeakMap<T, string>()
  return from => {
    const text = known.get(from) ?? write(from)
    known.set(from, text)
    return text
  }
}

// The members of an object, to be put among others.
const inner = (value: object): string => JSON.stringify(value).slice(1, -1)

function countsOf({ tasks, deployments }: App): object {
  const count = (concerns: (task: App['tasks'][number]) => boolean): number => tasks.filter(concerns).length
  return {
    tasksStaged: count(({ state }) => state === 'TASK_STAGING' || state === 'TASK_STARTING'),
    tasksRunning: count(({ state }) => state === 'TASK_RUNNING'),
    tasksHealthy: count(({ state, health }) => state === 'TASK_RUNNING' && health?.alive === true),
    tasksUnhealthy: count(({ state, health }) => state === 'TASK_RUNNING' && health?.alive === false),
    deployments: deployments.map(id => ({ id })),
  }
}

// An app of the time before networks whose tasks have addresses of their own, and no mappings, has no service ports.
function servicePortsOf({ definition }: App, { leavesOut }: Features): readonly number[] {
  const { spec, servicePorts } = definition
  return !leavesOut && spec.network === 'user' && spec.image === undefined ? [] : servicePorts
}

function failureOf({ slaveId, ...failure }: NonNullable<App['lastTaskFailure']>, appId: string, features: Features): object {
  return { appId, ...failure, ...(features.taskHasSlaveId && { slaveId }) }
}

// Only while a deployment waits for them.
function readinessOf({ definition, deployments, tasks }: App): readonly object[] {
  if (deployments.length === 0) return []
  return definition.spec.readinessChecks.flatMap(({ name }) =>
    tasks.filter(({ definition: own }) => own === definition).map(task => ({ name, taskId: task.id, ready: isReady(task) })),
  )
}

function statsOf({ tasks }: App): object {
  const running = tasks.filter(({ state }) => state === 'TASK_RUNNING').length
  const counts = { staged: tasks.length - running, running, healthy: 0, unhealthy: 0 }
  return tasks.length === 0 ? {} : { totalSummary: { stats: { counts } } }
}

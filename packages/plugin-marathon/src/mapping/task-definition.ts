import { type App, normaliseId, type Task } from './document.ts'
import { networkOf } from './network-mode.ts'
import { assignedPorts } from './port-entries.ts'

/** The definition of an app in an older version, when it is known. */
export type OlderDefinition = (appId: string, version: string) => App | undefined

/** A definition that tasks still run although the app has another by now. */
export interface OlderVersion {
  readonly appId: string
  readonly version: string
}

/** The versions that have to be known to read the ports of these tasks, each once. */
export function olderVersions(apps: readonly App[], tasks: readonly Task[]): readonly OlderVersion[] {
  const byId = new Map(apps.map(app => [normaliseId(app.id), app]))
  const found = new Map<string, OlderVersion>()
  for (const task of tasks) {
    const appId = normaliseId(task.appId)
    const app = byId.get(appId)
    const { version } = task
    if (app !== undefined && version && isOlder(app, version)) found.set(`${appId} ${version}`, { appId, version })
  }
  return [...found.values()]
}

/**
 * The definition whose ports a task has; undefined when that cannot be known. A task keeps the ports of the version that it
 * was started with; scaling makes a new version too, but changes no port.
 */
export function definitionOf(app: App, task: Task, older: OlderDefinition): App | undefined {
  const { version } = task
  if (!version) return app
  if (app.versionInfo?.lastConfigChangeAt) {
    if (!isOlder(app, version)) return app
    return older(normaliseId(app.id), version) ?? (hasAsManyPorts(app, task) ? app : undefined)
  }
  // Up to 0.10 nothing tells scaling from a change: the number of ports must do.
  return !app.version || version === app.version || hasAsManyPorts(app, task) ? app : undefined
}

function isOlder(app: App, version: string): boolean {
  const change = app.versionInfo?.lastConfigChangeAt ?? ''
  // Nearly all tasks have the version of the last change, and reading 50,000 dates costs.
  return version !== change && Date.parse(version) < Date.parse(change)
}

function hasAsManyPorts(app: App, task: Task): boolean {
  return (task.ports ?? []).length === assignedPorts(app, networkOf(app).mode)
}

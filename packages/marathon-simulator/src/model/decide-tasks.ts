import type { App } from './app.ts'
import { isActive, isReady, type Task } from './task.ts'

/** What is done to an app: hold its number of instances, replace tasks of older versions, or end it. */
export type Action = 'StartApplication' | 'ScaleApplication' | 'RestartApplication' | 'StopApplication'

export interface Decision {
  readonly launch: number
  readonly kill: readonly Task[]
  /** Whether there is nothing left to do or to wait for. */
  readonly done: boolean
}

/** What to launch and what to kill next. */
export function decideTasks(app: App, action: Action): Decision {
  const active = app.tasks.filter(isActive)
  if (action === 'StartApplication') return { launch: 0, kill: [], done: true }
  if (action === 'StopApplication') return { launch: 0, kill: active, done: app.tasks.every(task => task.inactive) }
  return action === 'RestartApplication' ? decideRestart(app, active) : decideScale(app, active)
}

function decideScale(app: App, active: readonly Task[]): Decision {
  const { instances } = app.definition.spec
  // Those that are being killed count until they are gone.
  const ending = app.tasks.filter(task => task.state === 'TASK_KILLING').length
  const isSettled = active.every(isReady) && ending === 0
  return {
    launch: Math.max(0, instances - active.length - ending),
    // The youngest go first.
    kill: active.slice(instances),
    done: active.length === instances && isSettled,
  }
}

function decideRestart(app: App, active: readonly Task[]): Decision {
  const { instances, upgradeStrategy } = app.definition.spec
  const isCurrent = (task: Task): boolean => task.definition.version >= app.definition.lastConfigChangeAt
  const current = active.filter(isCurrent)
  const old = active.filter(task => !isCurrent(task))
  const present = app.tasks.filter(task => !task.inactive)
  const mostTasks = Math.floor(instances * (1 + upgradeStrategy.maximumOverCapacity))
  const fewestReady = Math.ceil(instances * upgradeStrategy.minimumHealthCapacity)
  // Without room in either direction nothing could begin: one more than asked for is allowed then.
  const room = (fewestReady >= instances && mostTasks <= instances ? instances + 1 : mostTasks) - present.length
  const spare = active.filter(isReady).length - fewestReady
  const unready = old.filter(task => !isReady(task))
  const ready = old.filter(isReady)
  return {
    launch: Math.max(0, Math.min(instances - current.length, room)),
    kill: [...unready, ...ready.slice(0, Math.max(0, spare)), ...current.slice(instances)],
    done: current.length === instances && current.every(isReady) && present.every(task => isCurrent(task) && isActive(task)),
  }
}

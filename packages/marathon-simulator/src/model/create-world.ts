import { unknownApp, unknownTask } from '../errors.ts'
import { SimulatorError } from '../simulator-error.ts'
import type { App } from './app.ts'
import type { Pod } from './pod.ts'
import type { Task } from './task.ts'

/** The apps that requests see at one moment. */
export interface View {
  readonly apps: ReadonlyMap<string, App>
  readonly pods: ReadonlyMap<string, Pod>
}

/** Everything there is. Apps and tasks are replaced, never changed, so that a view is a copy of two maps. */
export interface World extends View {
  readonly apps: Map<string, App>
  readonly pods: Map<string, Pod>
  /** Apps that were removed while tasks of theirs still end. */
  readonly leaving: Map<string, App>
  /** Also an app that is leaving. */
  find(id: string): App | undefined
  put(app: App): void
  task(id: string): Task | undefined
  putTask(task: Task): void
  dropTask(id: string): void
  snapshot(): View
}

export function createWorld(): World {
  const apps = new Map<string, App>()
  const pods = new Map<string, Pod>()
  const leaving = new Map<string, App>()
  const appOfTask = new Map<string, string>()

  const find = (id: string): App | undefined => apps.get(id) ?? leaving.get(id)
  const put = (app: App): void => {
    ;(apps.has(app.id) || !leaving.has(app.id) ? apps : leaving).set(app.id, app)
  }
  const changeTasks = (appId: string | undefined, change: (tasks: readonly Task[]) => readonly Task[]): void => {
    const app = appId === undefined ? undefined : find(appId)
    if (app !== undefined) put({ ...app, tasks: change(app.tasks) })
  }

  return {
    apps,
    pods,
    leaving,
    find,
    put,
    task: id => find(appOfTask.get(id) ?? '')?.tasks.find(task => task.id === id),
    putTask(task) {
      const isNew = !appOfTask.has(task.id)
      appOfTask.set(task.id, task.appId)
      changeTasks(task.appId, tasks => (isNew ? [...tasks, task] : tasks.map(each => (each.id === task.id ? task : each))))
    },
    dropTask(id) {
      changeTasks(appOfTask.get(id), tasks => tasks.filter(task => task.id !== id))
      appOfTask.delete(id)
    },
    snapshot: () => ({ apps: new Map(apps), pods: new Map(pods) }),
  }
}

/** The app of that id, with or without its leading slash. @throws SimulatorError when there is none */
export function appOf(world: View, id: string): App {
  const app = world.apps.get(id.startsWith('/') ? id : `/${id}`)
  if (app === undefined) throw new SimulatorError(unknownApp(id, [...world.apps.keys()]))
  return app
}

/** @throws SimulatorError when there is none */
export function taskOf(world: World, id: string): Task {
  const task = world.task(id)
  if (task === undefined) throw new SimulatorError(unknownTask(id))
  return task
}

import type { Clock } from '../clock.ts'
import type { TaskEvents } from '../events/create-task-events.ts'
import type { Features } from '../features.ts'
import type { App, Definition } from './app.ts'
import type { World } from './create-world.ts'
import type { Task, TaskState } from './task.ts'

/** How long things take, in milliseconds. */
export interface Timing {
  /** From staging to running. @default 1000 */
  readonly startMs: number
  /** From running to the first good health check; Infinity: health is only what `setHealth` says. @default 1000 */
  readonly healthMs: number
  /** From the wish to kill a task to its end. @default 1000 */
  readonly killMs: number
  /** From the loss of a task to the launch of another. @default 1000 */
  readonly relaunchMs: number
}

interface LifecycleParts {
  readonly world: World
  readonly clock: Clock
  readonly features: Features
  readonly events: TaskEvents
  readonly timing: Timing
  readonly place: (definition: Definition) => Pick<Task, 'id' | 'instanceId' | 'host' | 'slaveId' | 'ports' | 'ipAddresses'>
  /** Something is different about the tasks of an app. */
  readonly changed: (appId: string) => void
}

export type Lifecycle = ReturnType<typeof createLifecycle>

/** Make what lets tasks live and die. */
export function createLifecycle({ world, clock, features, events, timing, place, changed }: LifecycleParts) {
  const stamp = (): string => new Date(clock.now()).toISOString()

  /** Change a task that is in one of these states; undefined when it is not, any more. */
  const change = (id: string, from: readonly TaskState[], fields: Partial<Task>): Task | undefined => {
    const task = world.task(id)
    if (task === undefined || !from.includes(task.state)) return undefined
    const next = { ...task, ...fields }
    world.putTask(next)
    return next
  }

  const enter = (id: string, from: readonly TaskState[], fields: Partial<Task>): Task | undefined => {
    const task = change(id, from, fields)
    if (task !== undefined) events.status(task)
    return task
  }

  const end = (task: Task, state: TaskState, message = ''): void => {
    const ended = { ...task, state, inactive: true }
    const keepsReservation = task.definition.spec.resident && !world.leaving.has(task.appId)
    if (keepsReservation) world.putTask(ended)
    else world.dropTask(task.id)
    events.status(ended, message)
  }

  const remember = ({ id: taskId, appId, host, slaveId, definition }: Task, state: TaskState, message: string): void => {
    const app = world.find(appId)
    const lastTaskFailure = { taskId, host, slaveId, state, message, timestamp: stamp(), version: definition.version }
    if (app !== undefined) world.put({ ...app, lastTaskFailure })
  }

  const setHealth = (id: string, alive: boolean, cause?: string): void => {
    const task = world.task(id)
    if (task === undefined || task.state !== 'TASK_RUNNING') return
    const { health } = task
    const now = stamp()
    const next = {
      alive,
      consecutiveFailures: alive ? 0 : (health?.consecutiveFailures ?? 0) + 1,
      firstSuccess: health?.firstSuccess ?? (alive ? now : undefined),
      lastSuccess: alive ? now : health?.lastSuccess,
      lastFailure: alive ? health?.lastFailure : now,
      lastFailureCause: alive ? health?.lastFailureCause : (cause ?? '503 Service Unavailable'),
    }
    world.putTask({ ...task, health: next })
    if (!alive) events.failedCheck(task)
    if (health?.alive !== alive) events.health(task, alive)
    changed(task.appId)
  }

  const run = (id: string): void => {
    const task = enter(id, ['TASK_STAGING', 'TASK_STARTING'], { state: 'TASK_RUNNING', startedAt: stamp() })
    if (task === undefined) return
    const isChecked = task.definition.spec.healthChecks.length > 0
    if (isChecked && Number.isFinite(timing.healthMs)) clock.schedule(timing.healthMs, () => setHealth(id, true))
    changed(task.appId)
  }

  const killNow = (task: Task): void => {
    const killing = change(task.id, [task.state], { state: 'TASK_KILLING' })
    if (killing === undefined || task.state === 'TASK_KILLING') return
    if (features.hasInstances) events.status(killing)
    clock.schedule(timing.killMs, () => {
      end(killing, 'TASK_KILLED', 'Command terminated with signal Terminated')
      changed(task.appId)
    })
  }

  const relaunchLater = ({ appId }: Task): void => {
    clock.schedule(timing.relaunchMs, () => changed(appId))
  }

  return {
    setHealth,
    kill: killNow,
    launch(app: App): void {
      const reserved = app.tasks.find(({ inactive, state }) => inactive && state !== 'TASK_UNREACHABLE')
      if (reserved !== undefined) world.dropTask(reserved.id)
      const { definition } = app
      const fresh = {
        state: 'TASK_STAGING',
        stagedAt: stamp(),
        startedAt: undefined,
        health: undefined,
        inactive: false,
      } as const
      const task: Task = { ...place(definition), ...fresh, appId: app.id, definition }
      world.putTask(task)
      events.created(task)
      const starting = (): unknown => enter(task.id, ['TASK_STAGING'], { state: 'TASK_STARTING' })
      if (features.hasInstances) clock.schedule(timing.startMs / 2, starting)
      clock.schedule(timing.startMs, () => run(task.id))
    },
    /** It ends by itself. */
    fail(task: Task, message = 'Command exited with status 1'): void {
      end(task, 'TASK_FAILED', message)
      remember(task, 'TASK_FAILED', message)
      relaunchLater(task)
    },
    killUnhealthy(task: Task, reason: string): void {
      events.unhealthyKill(task, reason)
      killNow(task)
    },
    /** Its agent is gone from the network. */
    lose(task: Task): void {
      if (!features.hasInstances) {
        end(task, 'TASK_LOST', 'Slave removed')
        remember(task, 'TASK_LOST', 'Slave removed')
        relaunchLater(task)
        return
      }
      const strategy = task.definition.spec.unreachableStrategy ?? features.unreachable
      enter(task.id, [task.state], { state: 'TASK_UNREACHABLE' })
      if (strategy === 'disabled') return
      // Days, possibly: whoever waits until all is settled does not wait for that.
      const later = (seconds: number, run: () => void) => clock.schedule(seconds * 1000, run, { background: seconds > 0 })
      later(strategy.inactiveAfterSeconds, () => {
        const inactive = change(task.id, ['TASK_UNREACHABLE'], { inactive: true })
        if (inactive === undefined) return
        events.condition(inactive, 'UnreachableInactive')
        changed(task.appId)
      })
      later(strategy.expungeAfterSeconds, () => {
        const expunged = change(task.id, ['TASK_UNREACHABLE'], {})
        if (expunged === undefined) return
        world.dropTask(task.id)
        events.condition(expunged, 'Killed')
        changed(task.appId)
      })
    },
    /** Its agent is back. */
    recover(task: Task): void {
      enter(task.id, ['TASK_UNREACHABLE'], { state: 'TASK_RUNNING', inactive: false })
      changed(task.appId)
    },
  }
}

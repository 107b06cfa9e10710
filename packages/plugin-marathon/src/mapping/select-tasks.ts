import type { MappingOptions } from '../options.ts'
import type { App, Task } from './document.ts'

/** The tasks that get traffic. */
export interface Selection {
  readonly tasks: readonly Task[]
  /** `all ill`: ill ones are used because there are no others. `none proven`: there is none that every check finds good. */
  readonly trouble: 'all ill' | 'none proven' | undefined
}

/** The tasks of an app that run and, as far as the option wants it, are healthy. */
export function selectTasks(app: App, tasks: readonly Task[], options: MappingOptions): Selection {
  const running = tasks.filter(task => isRunning(task, options.unreachable) && isNonEmpty(task.host))
  const checks = app.healthChecks?.length ?? 0
  if (options.health === 'off' || checks === 0) return { tasks: running, trouble: undefined }
  const isStrict = options.health === 'strict'
  const healthy = running.filter(task => (isStrict ? isProvenHealthy(task, checks) : !isKnownIll(task)))
  if (healthy.length > 0 || running.length === 0) return { tasks: healthy, trouble: undefined }
  return isStrict ? { tasks: [], trouble: 'none proven' } : { tasks: running, trouble: 'all ill' }
}

function isRunning({ state, startedAt }: Task, unreachable: MappingOptions['unreachable']): boolean {
  // Up to 0.14 there is no state; then only a task that is staging has no time of start.
  if (state === undefined || state === null) return startedAt !== null
  if (state === 'TASK_RUNNING') return true
  return unreachable === 'keep' && (state === 'TASK_UNREACHABLE' || state === 'TASK_LOST')
}

const resultsOf = ({ healthCheckResults }: Task) => (healthCheckResults ?? []).filter(result => result !== null)

// Before the first check a result may say `alive: false`; only a failure that happened counts.
function isKnownIll(task: Task): boolean {
  return resultsOf(task).some(
    ({ alive, lastFailure, consecutiveFailures }) =>
      alive === false && (isNonEmpty(lastFailure) || (consecutiveFailures ?? 0) > 0),
  )
}

function isProvenHealthy(task: Task, checks: number): boolean {
  const results = resultsOf(task)
  return results.length >= checks && results.every(({ alive }) => alive === true)
}

const isNonEmpty = (text: string | null | undefined): text is string => text !== undefined && text !== null && text !== ''

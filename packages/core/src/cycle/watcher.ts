import type { Notifier, Refresh } from '../hooks/contract.ts'
import { asTap } from '../hooks/current-tap.ts'
import { isThenable, runTap } from '../hooks/run-tap.ts'
import type { TapRecord } from '../hooks/tap-record.ts'
import { backoffMs, HEALTHY_MS } from './backoff.ts'
import { watcherEnded } from './errors.ts'
import type { ProblemBoard } from './problem-board.ts'

interface WatcherDeps {
  readonly board: ProblemBoard
  readonly refresh: Refresh
  readonly random: () => number
}

export interface WatcherStatus {
  readonly state: 'watching' | 'restarting' | 'set up' | 'stopped'
  readonly restarts: number
}

/** One notify tap: started once, started again with back-off and a new signal whenever it ends before it is told to. */
export function createWatcher(tap: TapRecord, { board, refresh, random }: WatcherDeps) {
  let controller = new AbortController()
  let state: WatcherStatus['state'] = 'stopped'
  let restarts = 0
  let attempts = 0
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let ended: Promise<unknown> = Promise.resolve()

  const restart = (error: unknown, ranMs: number): void => {
    controller.abort()
    if (stopped) return
    attempts = ranMs >= HEALTHY_MS ? 1 : attempts + 1
    restarts++
    state = 'restarting'
    board.set(tap.id, 'watcher', [watcherEnded(tap.id, error)])
    timer = asTap(undefined, () => setTimeout(start, backoffMs(attempts, random)))
  }

  const start = (): void => {
    controller = new AbortController()
    const { signal } = controller
    const startedAt = performance.now()
    const notifier: Notifier = Object.freeze({
      signal,
      // A run that was given up must not speak for the next one.
      refresh: (reason, scope) => void (signal.aborted || refresh(reason, scope)),
    } satisfies Notifier)
    state = 'watching'
    const healthy = asTap(undefined, () => setTimeout(() => board.set(tap.id, 'watcher', []), HEALTHY_MS))
    const run = runTap(tap, [notifier], Number.POSITIVE_INFINITY, () => {})
    ended = run.settled
    if (!isThenable(run.outcome)) {
      clearTimeout(healthy)
      if (!run.outcome.ok) {
        restart(run.outcome.error, 0)
        return
      }
      state = 'set up'
      board.set(tap.id, 'watcher', [])
      return
    }
    void run.outcome.then(outcome => {
      clearTimeout(healthy)
      restart(outcome.ok ? undefined : outcome.error, performance.now() - startedAt)
    })
  }

  return {
    tap,
    start,
    status: (): WatcherStatus => ({ state, restarts }),
    /** Abort its signal; resolves when its code has ended. */
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      controller.abort()
      await ended
      state = 'stopped'
    },
  }
}

export type Watcher = ReturnType<typeof createWatcher>

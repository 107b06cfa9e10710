import type { ProblemBoard } from '../cycle/problem-board.ts'
import type { HookName, TapRecord } from '../hooks/tap-record.ts'
import type { Metrics } from './metrics.ts'

// The slots of the board that mean a failed call, and the hook that it was a call of.
const failed: readonly (readonly [slot: RegExp, hook: HookName])[] = [
  [/^watcher$/, 'notify'],
  [/^(source$|key )/, 'generateServices'],
  [/^annotate /, 'annotate'],
  [/^(generator|overdue)$/, 'generateConfig'],
]

/** What is measured of each call of a tap: how long it took, and as what it failed. */
export function createTapSeries(metrics: Metrics) {
  const durations = metrics.histogram({
    name: 'proxym_tap_duration_seconds',
    help: 'Time of one call of a tap, until it ended or was given up.',
    labels: ['plugin', 'hook', 'tap'],
  })
  const failures = metrics.counter({
    name: 'proxym_tap_failures_total',
    help: 'Failed calls of taps by the code of the problem.',
    labels: ['plugin', 'hook', 'tap', 'code'],
  })
  return {
    /** One call took so many milliseconds. */
    called({ owner, hook, options }: TapRecord, ms: number): void {
      // A watcher is meant to run for ever.
      if (hook !== 'notify') durations.observe(ms / 1000, { plugin: owner.name, hook, tap: options.name })
    },
    /** The board, with each failure that is written on it counted. */
    counting(board: ProblemBoard, taps: readonly TapRecord[]): ProblemBoard {
      return {
        ...board,
        set(id, slot, problems, level) {
          board.set(id, slot, problems, level)
          const [, hook] = problems.length === 0 ? [] : (failed.find(([pattern]) => pattern.test(slot)) ?? [])
          const tap = hook === undefined ? undefined : taps.find(other => other.id === id && other.hook === hook)
          for (const { code } of tap === undefined ? [] : problems)
            failures.inc({ plugin: tap?.owner.name ?? '', hook: hook ?? '', tap: tap?.options.name ?? '', code })
        },
      }
    },
  }
}

import { ProxymError } from '../problem.ts'
import { asTap } from './current-tap.ts'
import { tapTimedOut } from './errors.ts'
import type { TapRecord } from './tap-record.ts'

export type TapOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown; readonly timedOut: boolean }

export interface TapRun {
  /** The outcome, at once when the tap was synchronous; else when it settles, or at its deadline. Never rejects. */
  readonly outcome: TapOutcome | Promise<TapOutcome>
  /** When the tap's own code has ended, which may be long after the deadline. Never rejects. */
  readonly settled: Promise<unknown>
}

/** Call a tap of any kind. A throw, a rejection and a deadline are outcomes, never exceptions. */
export function runTap(tap: TapRecord, args: readonly unknown[], deadlineMs: number, onDeadline: () => void): TapRun {
  const { called } = tap
  if (called === undefined) return start(tap, args, deadlineMs, onDeadline)
  const startedAt = performance.now()
  const ended = (): void => called(tap, performance.now() - startedAt)
  const run = start(tap, args, deadlineMs, onDeadline)
  if (run.outcome instanceof Promise) void run.outcome.then(ended)
  else ended()
  return run
}

function start(tap: TapRecord, args: readonly unknown[], deadlineMs: number, onDeadline: () => void): TapRun {
  let settled: Promise<TapOutcome>
  try {
    const returned = asTap(tap, () => invoke(tap, args))
    if (!isThenable(returned)) return atOnce({ ok: true, value: returned })
    settled = Promise.resolve(returned).then(
      value => ({ ok: true, value }),
      error => ({ ok: false, error, timedOut: false }),
    )
  } catch (error) {
    return atOnce({ ok: false, error, timedOut: false })
  }
  return { settled, outcome: deadlineMs === Number.POSITIVE_INFINITY ? settled : within(settled, tap, deadlineMs, onDeadline) }
}

/** Whether a value is a promise of any make. A getter that throws makes it none. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  try {
    return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
  } catch {
    return false
  }
}

function atOnce(outcome: TapOutcome): TapRun {
  return { outcome, settled: Promise.resolve() }
}

function invoke(tap: TapRecord, args: readonly unknown[]): unknown {
  const fn = tap.fn as (...args: readonly unknown[]) => unknown
  if (tap.kind !== 'async') return fn(...args)
  // A promise settles once: a callback that is called twice counts once.
  return new Promise((resolve, reject) => {
    fn(...args, (error?: unknown, result?: unknown) => (error === undefined || error === null ? resolve(result) : reject(error)))
  })
}

function within(settled: Promise<TapOutcome>, tap: TapRecord, deadlineMs: number, onDeadline: () => void): Promise<TapOutcome> {
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      resolve({ ok: false, error: new ProxymError(tapTimedOut(tap.id, tap.hook, deadlineMs)), timedOut: true })
      onDeadline()
    }, deadlineMs)
    void settled.then(outcome => {
      clearTimeout(timer)
      resolve(outcome)
    })
  })
}

import type { TapRecord } from '../hooks/tap-record.ts'
import type { Confirmation } from './guard/guard.ts'

/** Asks for the second answer of each source whose first one is not believed yet, when it is time. */
export function createConfirmations(ask: (tap: TapRecord) => void) {
  const timers = new Map<TapRecord, { readonly dueAt: number; readonly timer: NodeJS.Timeout }>()

  // A timer counts from the begin of the turn in which it is set: after a long turn it fires early, and what is read then confirms nothing.
  const arm = (tap: TapRecord, dueAt: number): void => {
    const due = (): void => {
      if (performance.now() < dueAt) arm(tap, dueAt)
      else ask(tap)
    }
    timers.set(tap, { dueAt, timer: setTimeout(due, Math.max(0, dueAt - performance.now()) + 1) })
  }

  return {
    /** What waits now; what waited before and does no longer is forgotten. */
    plan(waiting: readonly Confirmation[]): void {
      const due = new Map(waiting.map(({ tap, dueAt }) => [tap, dueAt]))
      for (const [tap, { dueAt, timer }] of timers) {
        if (due.get(tap) === dueAt) continue
        clearTimeout(timer)
        timers.delete(tap)
      }
      for (const [tap, dueAt] of due) {
        if (timers.has(tap)) continue
        // It stays in the table: a read that fails is repeated by the source itself.
        arm(tap, dueAt)
      }
    },
    stop(): void {
      for (const { timer } of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}

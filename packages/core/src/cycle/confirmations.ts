import type { TapRecord } from '../hooks/tap-record.ts'
import { callAt } from './call-at.ts'
import type { Confirmation } from './guard/guard.ts'

/** Asks for the second answer of each source whose first one is not believed yet, when it is time. */
export function createConfirmations(ask: (tap: TapRecord) => void) {
  const planned = new Map<TapRecord, { readonly dueAt: number; readonly cancel: () => void }>()
  return {
    /** What waits now; what waited before and does no longer is forgotten. */
    plan(waiting: readonly Confirmation[]): void {
      const due = new Map(waiting.map(({ tap, dueAt }) => [tap, dueAt]))
      for (const [tap, { dueAt, cancel }] of planned) {
        if (due.get(tap) === dueAt) continue
        cancel()
        planned.delete(tap)
      }
      for (const [tap, dueAt] of due) {
        if (planned.has(tap)) continue
        // It stays in the table: a read that fails is repeated by the source itself.
        // What is read before it is due confirms nothing.
        planned.set(tap, { dueAt, cancel: callAt(dueAt, () => ask(tap)) })
      }
    },
    stop(): void {
      for (const { cancel } of planned.values()) cancel()
      planned.clear()
    },
  }
}

import { asTap } from '../hooks/current-tap.ts'
import type { TapRecord } from '../hooks/tap-record.ts'
import { backoffMs } from './backoff.ts'

interface Debt {
  readonly ids: Set<string>
  attempts: number
  timer: NodeJS.Timeout | undefined
}

/** The services that annotate taps failed for: each tap is asked for its own again, with back-off. */
export function createAnnotateDebts(random: () => number, ask: (tap: TapRecord, ids: readonly string[]) => void) {
  const debts = new Map<TapRecord, Debt>()

  return {
    record(tap: TapRecord, id: string, failed: boolean): void {
      const debt = debts.get(tap)
      if (failed && debt === undefined) debts.set(tap, { ids: new Set([id]), attempts: 0, timer: undefined })
      else if (failed) debt?.ids.add(id)
      else debt?.ids.delete(id)
    },
    schedule(): void {
      for (const [tap, debt] of debts) {
        if (debt.ids.size === 0) {
          clearTimeout(debt.timer)
          debts.delete(tap)
          continue
        }
        debt.timer ??= asTap(undefined, () =>
          setTimeout(
            () => {
              debt.timer = undefined
              ask(tap, [...debt.ids])
            },
            backoffMs(++debt.attempts, random),
          ),
        )
      }
    },
    stop(): void {
      for (const { timer } of debts.values()) clearTimeout(timer)
    },
  }
}

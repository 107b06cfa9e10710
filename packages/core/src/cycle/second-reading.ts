import type { TapRecord } from '../hooks/tap-record.ts'
import { callAt } from './call-at.ts'
import type { Confirmation } from './guard/guard.ts'

/** Waits until every source that is to be read again is due, for a run that has no later. */
export function createSecondReading() {
  const stopped = Promise.withResolvers<false>()
  return {
    /** Resolves with the sources to read; with none when nothing waits, or after the stop. */
    async wait(waiting: readonly Confirmation[]): Promise<readonly TapRecord[]> {
      if (waiting.length === 0) return []
      const due = Promise.withResolvers<true>()
      const cancel = callAt(Math.max(...waiting.map(({ dueAt }) => dueAt)), () => due.resolve(true))
      const isDue = await Promise.race([due.promise, stopped.promise])
      cancel()
      return isDue ? waiting.map(({ tap }) => tap) : []
    },
    stop: (): void => stopped.resolve(false),
  }
}

import type { TapRecord } from '../hooks/tap-record.ts'
import type { Confirmation } from './guard/guard.ts'

/** Waits until every source that is to be read again is due, for a run that has no later. */
export function createSecondReading() {
  const stopped = Promise.withResolvers<false>()
  return {
    /** Resolves with the sources to read; with none when nothing waits, or after the stop. */
    async wait(waiting: readonly Confirmation[]): Promise<readonly TapRecord[]> {
      if (waiting.length === 0) return []
      const last = Math.max(...waiting.map(({ dueAt }) => dueAt))
      let timer: NodeJS.Timeout | undefined
      const over = new Promise<true>(resolve => {
        // One millisecond more: timers may fire a little early.
        timer = setTimeout(resolve, Math.max(0, last - performance.now()) + 1, true)
      })
      const isOver = await Promise.race([over, stopped.promise])
      clearTimeout(timer)
      return isOver ? waiting.map(({ tap }) => tap) : []
    },
    stop: (): void => stopped.resolve(false),
  }
}

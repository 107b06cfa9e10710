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
      let isOver = true
      // A timer may fire early, see `createConfirmations`.
      for (let left = last - performance.now(); isOver && left > 0; left = last - performance.now()) {
        const over = new Promise<true>(resolve => {
          timer = setTimeout(resolve, left + 1, true)
        })
        isOver = await Promise.race([over, stopped.promise])
      }
      clearTimeout(timer)
      return isOver ? waiting.map(({ tap }) => tap) : []
    },
    stop: (): void => stopped.resolve(false),
  }
}

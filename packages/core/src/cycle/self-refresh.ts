import type { TapRecord } from '../hooks/tap-record.ts'
import { selfRefresh } from './errors.ts'
import type { ProblemBoard } from './problem-board.ts'

const TOO_OFTEN = 3

/** Notice taps that ask for a refresh each time that they run: each gets a cycle, but only so often, and one warning. */
export function createSelfRefresh(board: ProblemBoard, everyMs: number) {
  const inARow = new Map<TapRecord, number>()
  let asked = new Set<TapRecord>()

  return {
    note(tap: TapRecord): void {
      if (asked.has(tap)) return
      asked.add(tap)
      const times = (inARow.get(tap) ?? 0) + 1
      inARow.set(tap, times)
      if (times >= TOO_OFTEN) board.set(tap.id, 'self refresh', [selfRefresh(tap.id, everyMs)])
    },
    /** A cycle has ended: who did not ask in it is forgiven. */
    turn(): void {
      for (const tap of inARow.keys()) {
        if (asked.has(tap)) continue
        inARow.delete(tap)
        board.set(tap.id, 'self refresh', [])
      }
      asked = new Set()
    },
  }
}

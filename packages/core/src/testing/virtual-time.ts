import { setImmediate as nextTurn } from 'node:timers/promises'
import { ProxymError } from '../problem.ts'
import { nothingSettles, timeInUse } from './errors.ts'
import { patchTime } from './patch-time.ts'
import { createTimerQueue } from './timer-queue.ts'

/** Time that passes only when a test says so. */
export interface VirtualTime {
  /** Let so many milliseconds pass; what is due runs in order, each with time to finish what it starts. */
  advance(ms: number): Promise<void>
  /** Let time pass until a promise settles. */
  settle<T>(promise: Promise<T>): Promise<T>
  /** Give real time back. */
  restore(): void
}

const PATIENCE_MINUTES = 10
const TURNS = 4
// What the operating system does takes real time: at most so many turns of 1 ms are waited for it.
const MOST_WAITS = 250

/**
 * Replace the timers, the clock and `AbortSignal.timeout` of this process, also of `node:timers/promises`. `setImmediate` and I/O stay real.
 *
 * @throws ProxymError `PROXYM_TESTING` when they are replaced already
 */
export function startVirtualTime(): VirtualTime {
  const queue = createTimerQueue(Date.now())
  const { setTimeout: realTimeout } = globalThis
  const restore = patchTime(queue)
  if (restore === undefined) throw new ProxymError(timeInUse)

  const turn = async (): Promise<void> => {
    for (let turns = 0; turns < TURNS; turns++) await nextTurn()
    for (let waits = 0; waits < MOST_WAITS && process.getActiveResourcesInfo().some(isRequest); waits++)
      await new Promise(resolve => realTimeout(resolve, 1))
    await nextTurn()
  }

  return {
    restore,
    async advance(ms) {
      const until = queue.now() + ms
      await turn()
      while (queue.runNext(until)) await turn()
      queue.moveTo(until)
      await turn()
    },
    async settle(promise) {
      let settled = false
      const settle = (): void => {
        settled = true
      }
      promise.then(settle, settle)
      const until = queue.now() + PATIENCE_MINUTES * 60_000
      await turn()
      while (!settled) {
        if (!queue.runNext(until)) throw new ProxymError(nothingSettles(PATIENCE_MINUTES))
        await turn()
      }
      return promise
    },
  }
}

function isRequest(type: string): boolean {
  return /^FSReq|ReqWrap$/.test(type)
}

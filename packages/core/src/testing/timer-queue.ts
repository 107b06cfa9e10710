import { AsyncResource } from 'node:async_hooks'

/** A timer that can be given to `clearTimeout`, like Node's own. */
export interface VirtualTimer extends Disposable {
  ref(): VirtualTimer
  unref(): VirtualTimer
  hasRef(): boolean
  refresh(): VirtualTimer
  close(): VirtualTimer
  [Symbol.toPrimitive](): number
}

interface Entry {
  readonly timer: VirtualTimer
  readonly number: number
  readonly run: () => void
  readonly everyMs: number | undefined
  at: number
}

export type TimerQueue = ReturnType<typeof createTimerQueue>

/** Timers in the order in which they are due. Pure: time is a number that moves only here. */
export function createTimerQueue(startMs: number) {
  const entries = new Map<VirtualTimer, Entry>()
  let nowMs = startMs
  let count = 0

  const remove = (timer: unknown): void => {
    const found = typeof timer === 'number' || typeof timer === 'string' ? byNumber(Number(timer)) : (timer as VirtualTimer)
    if (found !== undefined) entries.delete(found)
  }
  const byNumber = (number: number) => [...entries.values()].find(entry => entry.number === number)?.timer

  const add = (fn: () => void, ms: number, repeats: boolean): VirtualTimer => {
    // As Node does it: nothing is due sooner than in 1 ms.
    const delay = ms >= 1 && ms <= 2_147_483_647 ? ms : 1
    const number = ++count
    let entry: Entry
    const timer: VirtualTimer = {
      ref: () => timer,
      unref: () => timer,
      hasRef: () => true,
      refresh() {
        entry.at = nowMs + delay
        entries.set(timer, entry)
        return timer
      },
      close() {
        remove(timer)
        return timer
      },
      [Symbol.toPrimitive]: () => number,
      [Symbol.dispose]: () => remove(timer),
    }
    // The callback belongs to whoever set the timer, as with Node's own.
    entry = { timer, number, run: AsyncResource.bind(fn), everyMs: repeats ? delay : undefined, at: nowMs + delay }
    entries.set(timer, entry)
    return timer
  }

  return {
    add,
    remove,
    now: () => nowMs,
    /** Since the queue began. */
    elapsed: () => nowMs - startMs,
    moveTo(ms: number): void {
      nowMs = Math.max(nowMs, ms)
    },
    /** Run the timer that is due first, when it is due until then. Says whether there was one. */
    runNext(untilMs: number): boolean {
      const [next] = [...entries.values()].sort((a, b) => a.at - b.at || a.number - b.number)
      if (next === undefined || next.at > untilMs) return false
      nowMs = Math.max(nowMs, next.at)
      if (next.everyMs === undefined) entries.delete(next.timer)
      else next.at = nowMs + next.everyMs
      next.run()
      return true
    },
  }
}

import { setTimeout } from 'node:timers/promises'

/** Time that never jumps, and waiting. */
export interface Clock {
  /** Milliseconds from some start. */
  now(): number
  /** @throws the signal's reason when it aborts first */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const monotonicClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    await setTimeout(ms, undefined, { signal }).catch(error => {
      signal.throwIfAborted()
      throw error
    })
  },
}

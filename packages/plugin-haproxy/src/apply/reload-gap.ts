import type { Clock } from './clock.ts'

/** Keeps reloads apart: each one leaves an old worker behind that finishes its connections. */
export interface ReloadGap {
  /** Wait until a reload may start, and count it as started. The first one waits for nothing. */
  pass(signal: AbortSignal): Promise<void>
}

export function createReloadGap(gapMs: number, clock: Clock): ReloadGap {
  let last = Number.NEGATIVE_INFINITY
  return {
    async pass(signal) {
      const wait = last + gapMs - clock.now()
      if (wait > 0) await clock.sleep(wait, signal)
      signal.throwIfAborted()
      last = clock.now()
    },
  }
}

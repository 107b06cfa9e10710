import { limits } from './limits.ts'

/** Waits before the next connection: 0.5 s doubling up to 10 s with full jitter, from the start again only after a healthy one. */
export function createReconnectDelay(random: () => number) {
  let attempts = 0
  let readyAt: number | undefined
  return {
    ready(): void {
      readyAt = performance.now()
    },
    /** Milliseconds until the next try. Accepting and closing at once is no health. */
    next(): number {
      if (readyAt !== undefined && performance.now() - readyAt >= limits.healthyMs) attempts = 0
      readyAt = undefined
      const most = Math.min(limits.reconnectMostMs, limits.reconnectBaseMs * 2 ** attempts)
      attempts = Math.min(attempts + 1, 16)
      return Math.max(20, Math.round(random() * most))
    },
  }
}

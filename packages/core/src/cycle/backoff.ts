const BASE_MS = 500
const MOST_MS = 30_000
/** A success counts as health only when it lasted this long. */
export const HEALTHY_MS = 30_000

/** Milliseconds before try number `attempt` (from 1): 0.5 s doubling up to 30 s, with full jitter. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(MOST_MS, BASE_MS * 2 ** Math.min(attempt - 1, 16)))
}

import { limits } from '../limits.ts'

/** How long a busy server asks to be left alone: seconds or a date in `Retry-After` of a 429 or 503; at most five minutes. */
export function retryAfterMs(status: number, header: string | readonly string[] | undefined, now: number): number {
  if (status !== 429 && status !== 503) return 0
  const text = (typeof header === 'string' ? header : (header?.[0] ?? '')).trim()
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), limits.retryAfterMs) : 0
}

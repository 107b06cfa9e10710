import { createHash } from 'node:crypto'

/** How many services of one source a change leaves. */
export interface Shrink {
  /** Services before the change. */
  readonly before: number
  /** Of those, how many are missing. */
  readonly missing: number
  /** Services that it reports now, new ones too. */
  readonly after: number
}

const FEW = 5

/** Whether a change takes so much away that it is more likely a mistake: the last service, or more than half of more than five. */
export function isShrink({ before, missing, after }: Shrink): boolean {
  if (missing === 0) return false
  return after === 0 || (before > FEW && missing * 2 > before)
}

/** What stands for the removal of exactly these services of one source, for whoever confirms it. */
export function digestOf(tap: string, ids: Iterable<string>): string {
  const text = [tap, ...[...ids].sort()].join('\n')
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

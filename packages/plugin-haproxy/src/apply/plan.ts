import type { CheckMode } from '../command/substitute.ts'

/** One thing to do, in the order of the plan. */
export type Step = 'stage' | 'check staged' | 'replace' | 'check in place' | 'load'

/** Hashes of texts, each known only after success. */
export interface Situation {
  /** What the target should hold. */
  readonly rendered: string
  /** What it holds; undefined when it does not exist. */
  readonly onDisk: string | undefined
  /** What the proxy runs with; undefined when nobody knows. */
  readonly loaded: string | undefined
  /** Texts that passed the check command. */
  readonly checked: Pick<ReadonlySet<string>, 'has'>
  /** How texts are checked; undefined without a check command. */
  readonly check: CheckMode | undefined
  /** What the proxy runs with went live before its check, and what came of that was no approval. */
  readonly isDoubted: boolean
  /** It may go live before its check. */
  readonly mayGoLive: boolean
}

/** What is left to do. Nothing only when all three texts are one; what failed before is found again here. */
export function plan({ rendered, onDisk, loaded, checked, check, isDoubted, mayGoLive }: Situation): readonly Step[] {
  const unchecked = check !== undefined && !checked.has(rendered)
  if (rendered === onDisk && rendered === loaded) return isDoubted && unchecked ? ['check in place'] : []
  if (rendered === onDisk) return unchecked ? ['check in place', 'load'] : ['load']
  if (!unchecked || mayGoLive) return ['stage', 'replace', 'load']
  return check === 'staged' ? ['stage', 'check staged', 'replace', 'load'] : ['stage', 'replace', 'check in place', 'load']
}

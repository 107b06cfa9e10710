import type { CheckMode } from '../command/substitute.ts'

/** One thing to do, in the order of the plan. */
export type Step = 'stage' | 'check staged' | 'replace' | 'check in place' | 'reload'

/** Hashes of texts, each known only after success. */
export interface Situation {
  /** What the target should hold. */
  readonly rendered: string
  /** What it holds; undefined when it does not exist. */
  readonly onDisk: string | undefined
  /** What the proxy runs with; undefined when nobody knows. */
  readonly loaded: string | undefined
  /** The text that last passed the check command. */
  readonly checked: string | undefined
  /** How texts are checked; undefined without a check command. */
  readonly check: CheckMode | undefined
}

/** What is left to do. Nothing only when all three texts are one; what failed before is found again here. */
export function plan({ rendered, onDisk, loaded, checked, check }: Situation): readonly Step[] {
  if (rendered === onDisk && rendered === loaded) return []
  const unchecked = check !== undefined && checked !== rendered
  if (rendered === onDisk) return unchecked ? ['check in place', 'reload'] : ['reload']
  if (!unchecked) return ['stage', 'replace', 'reload']
  return check === 'staged' ? ['stage', 'check staged', 'replace', 'reload'] : ['stage', 'replace', 'check in place', 'reload']
}

import type { Problem } from '../problem.ts'
import type { PlacedProblem } from './file/excerpt.ts'

/** What is collected while a configuration is loaded, so that all mistakes are reported together. */
export interface Findings {
  readonly problems: PlacedProblem[]
  readonly warnings: Problem[]
  /** `PROXYM_MARATHON_SERVERS overrides marathon.servers`. */
  readonly overrides: string[]
  /** Values that no message may show. */
  readonly secrets: Set<string>
}

/** Nothing found yet. */
export function createFindings(): Findings {
  return { problems: [], warnings: [], overrides: [], secrets: new Set() }
}

import type { Service } from '../service.ts'
import type { AnnotatorStep } from './annotator.ts'
import type { Entry } from './source-keys.ts'

/** One service on its way through the cycle. */
export interface Trace {
  /** The entries that report its id; the first one has it. */
  readonly claimants: readonly Entry[]
  /** The fields that the first one gave. */
  given(): ReadonlySet<string>
  readonly steps: readonly AnnotatorStep[]
  /** What the annotators made of it; null when they left it out. */
  readonly annotated: Service | null
  /** As it went past the guard. */
  readonly shown: Service | undefined
  /** Without what it lost to others. */
  readonly settled: Service | undefined
}

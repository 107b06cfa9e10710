/** What a cycle came to: `applied` and `unchanged` when every generator has the snapshot, `failed` when one has not. */
export type CycleOutcome = 'applied' | 'unchanged' | 'held' | 'failed'

/** Is told what the cycle does, to count it. Must not throw. */
export interface CycleObserver {
  /** A cycle was asked for; `coalesced` when one that covers it was due already. */
  requested(coalesced: boolean): void
  /** A cycle has ended, and its generators have been called. `ms` is its own time, without theirs. */
  ended(outcome: CycleOutcome, ms: number): void
  /** A change is in every output, so many milliseconds after it was first heard of. */
  live(ms: number): void
}

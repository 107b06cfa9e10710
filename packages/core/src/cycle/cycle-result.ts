import type { Preview, Snapshot } from '../hooks/contract.ts'
import type { Problem } from '../problem.ts'
import type { SnapshotChanges } from './snapshot.ts'

/** What one cycle came to. */
export interface CycleResult {
  /** From 1. */
  readonly number: number
  readonly reasons: readonly string[]
  /** The newest snapshot; undefined until the first one. */
  readonly snapshot: Snapshot | undefined
  /** Why nothing is written; empty when the snapshot counts. */
  readonly held: readonly Problem[]
  /** What sources no longer report and the snapshot still holds, until they say so again. */
  readonly withheld: readonly Problem[]
  /** Sources (`plugin/tap`) whose last good services are used because they failed. */
  readonly stale: readonly string[]
  readonly changes: SnapshotChanges
  /** Milliseconds. */
  readonly ms: number
}

/** What a dry run found. */
export interface DryRunResult extends CycleResult {
  /** By generator (`plugin/tap`), in order. */
  readonly previews: readonly {
    readonly generator: string
    readonly previews: readonly Preview[]
    readonly problems: readonly Problem[]
  }[]
  /** Generators that cannot say what they would do. */
  readonly silent: readonly string[]
}

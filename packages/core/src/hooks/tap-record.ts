import type { TapOptions } from './contract.ts'

export type HookName = 'notify' | 'generateServices' | 'annotate' | 'generateConfig'

/** Who taps: one plugin of the configuration. */
export interface TapOwner {
  /** `haproxy`, `haproxy#2`. */
  readonly name: string
  /** The label of its services. */
  readonly source: string
  /** Position in the configuration; the lower one wins a claim. */
  readonly position: number
  readonly optional: boolean
  /** How long its removals of many services wait for a second answer, milliseconds; undefined: what the tap or the settings say. */
  readonly confirmMs: number | undefined
}

/** One function on one hook. */
export interface TapRecord {
  /** `plugin/tap`. */
  readonly id: string
  readonly hook: HookName
  readonly owner: TapOwner
  readonly options: TapOptions & { readonly dryRun?: boolean; readonly confirmMs?: number }
  /** How its result arrives, as tapable calls it. */
  readonly kind: 'sync' | 'async' | 'promise'
  readonly fn: (...args: never[]) => unknown
  /** Told how long each call took, in milliseconds. Must not throw. */
  readonly called?: (tap: TapRecord, ms: number) => void
}

/** What a raw hook carries: each tap asks it to run itself. Never rejects. */
export interface HookCall {
  run(tap: TapRecord): Promise<void>
}

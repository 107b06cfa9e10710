import type { ListenAddress } from './config/listen-address.ts'
import type { PluginInstance } from './config/loaded-config.ts'
import type { CycleResult, DryRunResult } from './cycle/cycle-result.ts'
import type { StandingProblem } from './cycle/problem-board.ts'
import type { Explanation } from './explain/explanation.ts'
import type { HookName } from './hooks/tap-record.ts'
import type { CheckResult } from './host/checks.ts'
import type { Condition } from './host/condition.ts'
import type { Handover } from './host/handover.ts'
import type { RoutedApp } from './http/routed-app.ts'
import type { Logger } from './log/logger.ts'
import type { JsonValue } from './service.ts'
import type { Settings } from './settings.ts'
import type { StateStore } from './state/state-store.ts'

/** What a host is made from: plugins, times and a logger; `loadConfig` gives all but the logger. */
export interface ProxymOptions {
  readonly plugins: readonly PluginInstance[]
  readonly settings: Settings
  readonly logger: Logger
  readonly configDir: string
  readonly stateDir: string | undefined
  readonly httpToken?: string | undefined
  /** Where the HTTP server listens, for plugins that tell others to call it. */
  readonly listen?: ListenAddress | undefined
  /** What an earlier proxym knew, of this process or of one before. */
  readonly handover?: Handover | undefined
  /** Where what this one knows is kept for the next process. @default nowhere */
  readonly store?: StateStore | undefined
  /** For back-off and resync; injectable for tests. @default Math.random */
  readonly random?: (() => number) | undefined
  /** Called with what each cycle came to, dry runs apart. Must not throw. */
  readonly onCycle?: ((result: CycleResult) => void) | undefined
}

/** One tap, for `proxym check`. */
export interface Wiring {
  readonly plugin: string
  readonly hook: HookName
  readonly tap: string
  readonly dryRun: boolean
}

/** A configuration at work: plugins applied to their hooks, and the cycle that calls them. */
export interface Proxym {
  readonly wiring: readonly Wiring[]
  /** The plugins in order, those without taps too. */
  readonly plugins: readonly string[]
  /** The targets that plugins want for themselves alone. */
  readonly locks: readonly string[]
  readonly app: RoutedApp
  /** Start the watchers, the first cycle and the resync. */
  start(): Promise<void>
  /** One cycle without watchers; resolves when every generator has been called. */
  once(): Promise<CycleResult>
  /** What the sources give now and, with `preview`, what the generators would change. Touches nothing. */
  dryRun(options: { readonly preview: boolean }): Promise<DryRunResult>
  /** Read everything again; resolves with the cycle that has. */
  refresh(reason: string): Promise<CycleResult>
  /**
   * Remove at once what sources no longer report and what waits for their second answer; resolves with the cycle that has.
   *
   * @throws ProxymError `PROXYM_CONFIRM_UNKNOWN` when nothing waits under this digest
   */
  confirm(digest: string): Promise<CycleResult>
  /** What plugins can see to be wrong offline. */
  check(): Promise<readonly CheckResult[]>
  problems(): readonly StandingProblem[]
  status(): JsonValue
  /** How it fares, in a handful of values. */
  condition(): Condition
  /** Resolves when the first cycle has ended and every generator that it reached has been called once. Never when it is stopped before. */
  readonly firstOutcome: Promise<void>
  ready(): { readonly ready: boolean; readonly reasons: readonly string[] }
  /** What became of a service or of requests for a domain: by an id, a key of a source, a domain, or a domain with a path. */
  explain(question: string): Explanation
  /** Record an error that nobody caught, under the tap that left it when that is known. Returns whether it is. */
  reportUnhandled(error: unknown): boolean
  handover(): Handover
  /** Watchers first, then the cycle, then what plugins deferred. Safe to repeat; takes at most `stopMs`, the deferred work apart. */
  stop(): Promise<void>
}

import type { Problem } from '../problem.ts'
import type { Host, Service } from '../service.ts'

/** A host as a source reports it: `weight` and `metadata` have defaults. */
export type HostInput = Pick<Host, 'ip' | 'port'> & { readonly weight?: number; readonly metadata?: object }

/** A service as a source reports it: everything but `id` has a default, `source` is stamped by core. */
export type ServiceInput = Pick<Service, 'id'> &
  Partial<Omit<Service, 'id' | 'source' | 'hosts' | 'metadata'>> & {
    readonly hosts?: readonly HostInput[]
    readonly metadata?: object
    /** Where it comes from, for messages only: a label, `file:line`. Kept beside the service, not in it. */
    readonly origin?: string
  }

/** What one call of a source delivers. One answer uses `add`, or `set` and `keep`; mixing them throws. */
export interface ServiceBatch {
  /** The whole answer of a simple source; `add()` says "none". */
  add(...services: readonly ServiceInput[]): void
  /** What one app or one file contributes; the last call for a key counts. */
  set(key: string, services: Iterable<ServiceInput>): void
  /** This key could not be read: its last good services stay, marked stale. */
  keep(key: string, error: unknown): void
}

/** What comes with one call of a generateServices tap. */
export interface SourceCall {
  /** The keys to read again, or undefined for everything, as for more than 1,000. Given only after a first full answer. */
  readonly keys: readonly string[] | undefined
  /** Aborts at the deadline and on stop. */
  readonly signal: AbortSignal
  /** What one service or key lost without the call failing. Stands until this tap answers that subject again. */
  report(problem: Problem): void
}

/** What comes with one call of an annotate tap. */
export interface AnnotateCall {
  readonly signal: AbortSignal
  report(problem: Problem): void
}

/** What comes with one call of a generateConfig tap. */
export interface GenerateCall {
  /** What this tap last applied; undefined after a start and in a dry run. A hint: the target is the truth. */
  readonly previous: Snapshot | undefined
  /** Whether nothing may be touched (`proxym diff`). */
  readonly dryRun: boolean
  readonly signal: AbortSignal
  report(problem: Problem): void
  /** Say in some words how it was done, for `/status`; at most 200 characters. It stands until the next call says something else. */
  note(words: string): void
}

/** The frozen result of a cycle, sorted by id. */
export interface Snapshot {
  readonly services: readonly Service[]
}

/** What a dry run would do to one target: the whole text before and after. */
export interface Preview {
  readonly target: string
  readonly before: string
  readonly after: string
}

/** Narrows a refresh: `keys` of the asking plugin's own sources, or `services` (ids) to annotate again. */
export interface RefreshScope {
  readonly keys?: readonly string[] | undefined
  readonly services?: readonly string[] | undefined
}

/** Ask for a cycle. The reason is logged. */
export type Refresh = (reason: string, scope?: RefreshScope) => void

/** How a tap is registered: its name says the purpose, a lower `stage` runs earlier. */
export interface TapOptions {
  /** The purpose of the tap; core puts the plugin's name before it: `marathon/apps`. */
  readonly name: string
  /** Lower runs earlier. @default 0 */
  readonly stage?: number
}

/** How a generateServices tap is registered. */
export interface SourceTapOptions extends TapOptions {
  /**
   * How long an answer that removes the last service, or more than half of more than five, waits until the source is read once more and
   * agrees; milliseconds, 0 for not at all. What the configuration says of the plugin wins.
   * @default the setting `confirmMs`
   */
  readonly confirmMs?: number
}

/** How a generateConfig tap is registered. */
export interface GenerateTapOptions extends TapOptions {
  /** Whether the tap honours `call.dryRun` by returning previews and touching nothing. @default false */
  readonly dryRun?: boolean
}

/** The part of a tapable hook that plugins see: tapping, nothing else. */
export interface TapHook<A extends readonly unknown[], R = void, O extends TapOptions = TapOptions> {
  tap(options: string | O, fn: (...args: A) => R | PromiseLike<R>): void
  tapPromise(options: string | O, fn: (...args: A) => PromiseLike<R>): void
  tapAsync(options: string | O, fn: (...args: [...A, done: (error?: Error | null, result?: R) => void]) => void): void
}

/** What a watcher gets: how to ask for a refresh, and the signal that ends it. */
export interface Notifier {
  readonly refresh: Refresh
  /** Aborts on stop, and when this run of the watcher is given up. */
  readonly signal: AbortSignal
}

/** What an annotate tap returns: a changed service, undefined to leave it as it is, null to leave it out. */
// biome-ignore lint/suspicious/noConfusingVoidType: a tap may be written without a return statement
export type AnnotateResult = Service | null | undefined | void
/** What a generateConfig tap returns: in a dry run what it would do, else nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: as above
export type GenerateResult = readonly Preview[] | void

/** The four hooks that a plugin taps. */
export interface Hooks {
  /** Watch for change until the signal aborts. A promise that resolves before that is restarted like a failure; a `tap` that returns at once only sets up. */
  readonly notify: TapHook<[notifier: Notifier]>
  /** Report what exists now. */
  readonly generateServices: TapHook<[services: ServiceBatch, call: SourceCall], void, SourceTapOptions>
  /** Return a changed service, undefined to leave it as it is, null to leave it out. */
  readonly annotate: TapHook<[service: Service, call: AnnotateCall], AnnotateResult>
  /** Make the outside world match the snapshot; safe to repeat. */
  readonly generateConfig: TapHook<[snapshot: Snapshot, call: GenerateCall], GenerateResult, GenerateTapOptions>
}

import type { StandardSchemaV1 } from '@standard-schema/spec'
import { isRecord } from './config/config-path.ts'
import type { EnvBinding } from './config/env-binding.ts'
import type { ListenAddress } from './config/listen-address.ts'
import { takesNoOptions } from './config/options/errors.ts'
import { optionProblems } from './config/options/option-problems.ts'
import type { Hooks, Refresh } from './hooks/contract.ts'
import type { Routes } from './http/routes.ts'
import type { Logger } from './log/logger.ts'
import type { Metrics } from './metrics/metrics.ts'
import { type Problem, ProxymError } from './problem.ts'
import type { JsonValue, Service } from './service.ts'

/**
 * What a plugin keeps from one configuration to the next (SIGHUP), by key. What is lasting comes back in the next process too: it is
 * written to the state folder within about a second, so a process that is killed may leave what was there before.
 */
export interface PluginState {
  get(key: string): JsonValue | undefined
  /** @param options.lasting whether the next process gets it as well; @default false */
  set(key: string, value: JsonValue, options?: { readonly lasting?: boolean }): void
  /**
   * Write what is lasting now; resolves when it is on disk, and at once where there is no state folder.
   *
   * @throws ProxymError `PROXYM_STATE_WRITE`
   */
  save(): Promise<void>
  getServices(key: string): readonly Service[] | undefined
  /** Services are always lasting; each passes the rules again when it comes back, and one that does not is left out. */
  setServices(key: string, services: readonly Service[]): void
}

/** Finds mistakes before anything runs; resolves with none when all is well. */
export type CheckLook = (signal: AbortSignal) => PromiseLike<readonly Problem[]>

/** What a plugin gets in `apply`; named `proxym` by convention. */
export interface PluginContext {
  /** `haproxy`, or `haproxy#2` for the second instance. */
  readonly name: string
  readonly hooks: Hooks
  readonly logger: Logger
  readonly http: Routes
  /** What `/metrics` shows of this plugin. Register in `apply`. */
  readonly metrics: Metrics
  /** Where the configuration lets the HTTP server listen; undefined when an embedder does not say. */
  readonly listen: ListenAddress | undefined
  /** Aborts when proxym stops. */
  readonly signal: AbortSignal
  /** The folder of the configuration file, else the working directory. Relative paths in options start here. */
  readonly configDir: string
  /** Where this installation keeps its state, or undefined when that folder cannot be written. */
  readonly stateDir: string | undefined
  readonly state: PluginState
  /** Ask for a cycle, scoped by what this plugin does (its sources, its annotators, its generators). */
  readonly refresh: Refresh
  /** Release something on stop: last in, first out, run even after a failure. */
  defer(dispose: () => unknown): void
  /** Look at what can be wrong offline, for `proxym check`: files may be read, nothing is written or connected to. */
  check(name: string, look: CheckLook): void
  /** Declare what this plugin alone may write (a path, a URL). `run` and `once` hold one lock per target, so that a second proxym refuses to start. */
  lock(target: string, options?: TargetOptions): void
}

/** What is known of a target besides its name. */
export interface TargetOptions {
  /**
   * Whether the target holds something now. Then a source that begins with an empty answer is read twice before it is believed. A failure
   * counts as yes.
   * @default never
   */
  exists?(signal: AbortSignal): boolean | PromiseLike<boolean>
}

/** A plugin: a name and a synchronous `apply` that only taps hooks, adds routes and registers; no I/O. */
export interface Plugin {
  readonly name: string
  /** The label that its services carry. @default the name */
  readonly source?: string
  apply(proxym: PluginContext): void
}

/** What `definePlugin` takes. */
export interface PluginDefinition<S extends StandardSchemaV1 = StandardSchemaV1> {
  readonly name: string
  readonly source?: string
  /** Any Standard Schema (zod, valibot, arktype, …). Without one the plugin takes no options. */
  readonly options?: S
  /** Environment variables, without their prefix, and the option that each sets: `{ SERVERS: list('servers') }`. */
  readonly env?: Readonly<Record<string, EnvBinding>>
  /**
   * Options that are secrets: `['token', 'users.*.password']`. The configuration accepts `{ env: 'NAME' }` and `{ file: '/path' }` for them,
   * hands over a string, and keeps the value out of every message. Declare them in the schema with `secret()`.
   */
  readonly secrets?: readonly string[]
  apply(proxym: PluginContext, options: StandardSchemaV1.InferOutput<S>): void
}

/** The default export of a plugin package. `definition` lets the configuration apply environment variables before it is called. */
export interface PluginFactory<O = unknown> {
  (options?: O): Plugin
  readonly definition: Pick<PluginDefinition, 'name' | 'source' | 'options' | 'env' | 'secrets'>
}

/**
 * Make a plugin factory that validates its options.
 *
 * @throws ProxymError `PROXYM_PLUGIN_OPTIONS` from the factory, with one problem per mistake
 */
export function definePlugin<S extends StandardSchemaV1 = StandardSchemaV1<undefined | Record<string, never>>>(
  definition: PluginDefinition<S>,
): PluginFactory<StandardSchemaV1.InferInput<S>> {
  const { name, source, apply } = definition
  const factory = (given?: StandardSchemaV1.InferInput<S>): Plugin => {
    const options = validateOptions(definition, given ?? {})
    return { name, ...(source === undefined ? {} : { source }), apply: proxym => apply(proxym, options) }
  }
  return Object.assign(factory, { definition })
}

function validateOptions<S extends StandardSchemaV1>(
  definition: PluginDefinition<S>,
  given: unknown,
): StandardSchemaV1.InferOutput<S> {
  if (definition.options === undefined) {
    if (isRecord(given) && Object.keys(given).length === 0) return undefined as StandardSchemaV1.InferOutput<S>
    throw new ProxymError(takesNoOptions(definition.name))
  }
  const result = definition.options['~standard'].validate(given)
  if (result instanceof Promise) throw new TypeError(`options of \`${definition.name}\` must validate synchronously`)
  if (result.issues !== undefined) throw new ProxymError(optionProblems(definition, result.issues, given))
  return result.value as StandardSchemaV1.InferOutput<S>
}

import type { Level } from '../log/logger.ts'
import type { Plugin } from '../plugin.ts'
import type { Settings } from '../settings.ts'
import type { SecretInput } from './options/secret.ts'

/**
 * The options of each plugin by its bare word. Plugin packages add theirs by declaration merging, so that names and options
 * in a TypeScript configuration are checked.
 *
 * @example
 * declare module '@proxym/core' { interface Plugins { marathon: MarathonOptions } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the plugin packages
export interface Plugins {}

type TypedName = Extract<keyof Plugins, string>

// Files and packages have no typed options; a bare word does as soon as its package is part of the program.
type FreeName =
  | `./${string}`
  | `../${string}`
  | `/${string}`
  | `file:${string}`
  | `@${string}/${string}`
  | `${string}proxym${string}`

type LooseName = [TypedName] extends [never] ? string : FreeName

interface EntrySettings {
  /** Whether nothing waits for its first answer. @default false */
  readonly optional?: boolean
  /** How long an answer that removes many services waits for a second one, milliseconds; 0: not at all. @default what its plugin says */
  readonly confirmMs?: number
}

type EntryOf<Name extends string, Options> =
  | readonly [use: Name]
  | readonly [use: Name, options: Options]
  | ({ readonly use: Name; readonly options?: Options } & EntrySettings)

type TypedEntry = { readonly [Name in TypedName]: EntryOf<Name, Plugins[Name]> }[TypedName]

// Every function has a name and `apply`, so that a factory which nobody called would pass for a plugin.
type MadePlugin = Plugin & { readonly bind?: never }

/** One plugin of a configuration: its name, its name and options, the long form, or a plugin that is made already. */
export type PluginEntry =
  | TypedName
  | (string & {})
  | TypedEntry
  | EntryOf<LooseName, object>
  | MadePlugin
  | ({ readonly use: MadePlugin } & EntrySettings)

/** What a configuration file holds. */
export interface ConfigFile extends Partial<Settings> {
  /** For editors; not used. */
  readonly $schema?: string
  /** `host:port`, `:port` or `[::1]:port` of the HTTP server. @default '127.0.0.1:5678' */
  readonly listen?: string
  /** Bearer token for routes that change something. */
  readonly httpToken?: SecretInput
  /** Names by which the HTTP server may be asked for while it listens on loopback, besides `localhost` and its address. @default [] */
  readonly allowedHosts?: readonly string[]
  /** Where this installation keeps its state. @default systemd's `$STATE_DIRECTORY`, else `.proxym` in the working directory */
  readonly stateDir?: string
  readonly log?: {
    /** @default 'info' */
    readonly level?: Level
    /** A pattern, or `json`. */
    readonly format?: string
  }
  readonly plugins?: readonly PluginEntry[]
}

/** Gives a configuration its types; returns it as it is. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config
}

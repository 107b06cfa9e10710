import type { Level } from '../log/logger.ts'
import type { Plugin } from '../plugin.ts'
import type { Problem } from '../problem.ts'
import type { Settings } from '../settings.ts'
import type { ListenAddress } from './listen-address.ts'

/** One plugin of a configuration, made and ready to be applied. */
export interface PluginInstance {
  readonly plugin: Plugin
  /** Unique in the configuration: the plugin's name, `haproxy#2` for a second one. */
  readonly name: string
  /** Whether it is not waited for at cold start. */
  readonly optional: boolean
  /** How long its removals of many services wait for a second answer, milliseconds. */
  readonly confirmMs?: number | undefined
}

/** A configuration in which every mistake has been looked for: nothing in it can be wrong any more. */
export interface LoadedConfig {
  /** Absolute; undefined when the environment alone configures proxym. */
  readonly configPath: string | undefined
  /** Folder of the file, else the working directory. */
  readonly configDir: string
  readonly listen: ListenAddress
  readonly httpToken: string | undefined
  /** Names by which a loopback address may be asked for, besides `localhost` and itself. */
  readonly allowedHosts: readonly string[]
  /** Absolute. */
  readonly stateDir: string
  readonly log: {
    readonly level: Level
    /** As set; undefined lets the stream decide. */
    readonly format: string | undefined
  }
  readonly settings: Settings
  readonly plugins: readonly PluginInstance[]
  /** Unused variables and the like. */
  readonly warnings: readonly Problem[]
  /** `PROXYM_MARATHON_SERVERS overrides marathon.servers`, for `proxym check`. */
  readonly overrides: readonly string[]
}

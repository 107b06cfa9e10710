import type { Plugin } from '../plugin.ts'
import type { Problem } from '../problem.ts'
import type { Settings } from '../settings.ts'

/** One plugin of a configuration, made and ready to be applied. */
export interface PluginInstance {
  readonly plugin: Plugin
  /** Unique in the configuration: the plugin's name, `haproxy#2` for a second one. */
  readonly name: string
  /** Whether it is not waited for at cold start. */
  readonly optional: boolean
}

/** A configuration in which every mistake has been looked for: nothing in it can be wrong any more. */
export interface LoadedConfig {
  /** Undefined when the environment alone configures proxym. */
  readonly configPath: string | undefined
  /** Folder of the file, else the working directory. */
  readonly configDir: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly httpToken: string | undefined
  readonly stateDir: string
  readonly settings: Settings
  readonly plugins: readonly PluginInstance[]
  /** Unused variables and the like. */
  readonly warnings: readonly Problem[]
  /** `PROXYM_MARATHON_SERVERS overrides marathon.servers`, for `proxym check`. */
  readonly overrides: readonly string[]
}

import { join, resolve } from 'node:path'
import type { NamedTarget } from '../command/substitute.ts'
import type { FilledOptions } from '../options.ts'

/** Everything about one output that does not change while it lives; every path absolute. */
export interface ApplySettings {
  readonly target: NamedTarget
  readonly checkCommand: string | undefined
  readonly reloadCommand: string
  readonly verifyCommand: string | undefined
  readonly masterSocket: string | undefined
  readonly statsSocket: string | undefined
  readonly runtimeSocket: string | undefined
  readonly commandEnv: Readonly<Record<string, string>>
  readonly checkTimeoutMs: number
  readonly reloadTimeoutMs: number
  readonly verifyTimeoutMs: number
  readonly reloadGapMs: number
}

/** Give the options their meaning: relative paths start at the configuration's folder, `~` is the home folder. */
export function applySettings(
  options: FilledOptions,
  configDir: string,
  commandEnv: Readonly<Record<string, string>>,
): ApplySettings {
  const { HOME: home } = commandEnv
  const absolute = (path: string) =>
    home !== undefined && path.startsWith('~/') ? join(home, path.slice(2)) : resolve(configDir, path)
  const socket = (address: string | undefined) =>
    address === undefined || /^[^/]+:\d+$/.test(address) ? address : absolute(address)
  return {
    target: { path: absolute(options.configFilePath), given: options.configFilePath, folder: configDir, home },
    checkCommand: options.checkCommand,
    reloadCommand: options.reloadCommand,
    verifyCommand: options.verifyCommand,
    masterSocket: socket(options.masterSocket),
    statsSocket: socket(options.statsSocket),
    runtimeSocket: socket(options.runtimeSocket),
    commandEnv,
    checkTimeoutMs: options.checkTimeoutMs,
    reloadTimeoutMs: options.reloadTimeoutMs,
    verifyTimeoutMs: options.verifyTimeoutMs,
    reloadGapMs: options.reloadGapMs,
  }
}

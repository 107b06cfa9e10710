import {
  createLogger,
  createProxym,
  describeProblem,
  type LoadedConfig,
  loadConfig,
  type Problem,
  type Proxym,
  type ProxymError,
  problemFields,
  type RootLogger,
} from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import type { KnownState } from './known-state.ts'
import { printProblems } from './print/problems.ts'
import { type ColorChoice, isTerminal, paintOn } from './print/style.ts'

/** What every command is given. */
export interface CommandOptions {
  readonly config?: string
  readonly color: ColorChoice
  /** Words in place of symbols. */
  readonly ascii?: boolean
}

/** A command cannot go on; the problems have been printed. */
export class CommandEnd extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`exit code ${exitCode}`)
    this.exitCode = exitCode
  }
}

/** Print problems on stderr, all at once. */
export function complain(
  io: Io,
  options: Pick<CommandOptions, 'color'>,
  title: string,
  problems: readonly Problem[],
  label: 'error' | 'warning' = 'error',
): void {
  if (problems.length === 0) return
  io.stderr.write(
    printProblems({ title, problems, label, paint: paintOn(io.stderr, options.color), terminal: isTerminal(io.stderr) }),
  )
}

/**
 * Load the configuration.
 *
 * @throws ProxymError with every mistake
 */
export function loadFor(io: Io, options: CommandOptions, version = 0): Promise<LoadedConfig> {
  return loadConfig({ configPath: options.config, cwd: io.cwd, env: io.env, resolveFrom: io.resolveFrom, version })
}

/** Load the configuration; mistakes are printed and end the command with 78. */
export async function loadOrEnd(io: Io, options: CommandOptions): Promise<LoadedConfig> {
  try {
    return await loadFor(io, options)
  } catch (error) {
    throw endOf(io, options, 'The configuration is not valid', error, exitCodes.configuration)
  }
}

/** Print what a `ProxymError` says and make the end of the command of it; anything else is an internal error. */
export function endOf(
  io: Io,
  options: Pick<CommandOptions, 'color'>,
  title: string,
  error: unknown,
  exitCode: number,
): CommandEnd {
  if (!(error instanceof Error) || error.name !== 'ProxymError') throw error
  complain(io, options, title, (error as ProxymError).problems)
  if ('warnings' in error) complain(io, options, 'Perhaps the cause', error.warnings as readonly Problem[], 'warning')
  return new CommandEnd(exitCode)
}

/** The logger of a command; with `data`, stdout belongs to what the command prints. */
export function loggerFor(
  io: Io,
  options: CommandOptions,
  config: LoadedConfig,
  {
    data,
    level = data ? 'warning' : config.log.level,
  }: { readonly data: boolean; readonly level?: LoadedConfig['log']['level'] },
): RootLogger {
  // The variable is inherited by children whose streams lead elsewhere: only the stream itself tells.
  const streams = data ? [io.streamIds.stderr] : [io.streamIds.stdout, io.streamIds.stderr]
  const journal = streams.every(id => id !== undefined && id === io.env['JOURNAL_STREAM'])
  return createLogger({
    level,
    format: config.log.format,
    stdout: io.stdout,
    stderr: io.stderr,
    allToStderr: data,
    color: options.color === 'auto' ? undefined : options.color === 'always',
    journal,
    ascii: options.ascii,
    pid: io.pid,
  })
}

/**
 * Apply the plugins of a configuration.
 *
 * @throws ProxymError with the problems of every plugin whose `apply` failed
 */
export function hostFor(config: LoadedConfig, logger: RootLogger, { dir: stateDir, handover, store }: KnownState): Proxym {
  const { plugins, settings, configDir, httpToken, listen } = config
  return createProxym({ plugins, settings, configDir, httpToken, listen, logger, stateDir, handover, store })
}

/** Apply the plugins of a configuration; what they get wrong is printed and ends the command with 78. */
export function hostOrEnd(io: Io, options: CommandOptions, config: LoadedConfig, logger: RootLogger, state: KnownState): Proxym {
  try {
    return hostFor(config, logger, state)
  } catch (error) {
    throw endOf(io, options, 'The plugins do not fit together', error, exitCodes.configuration)
  }
}

/** Log problems as warnings. */
export function warnOf(logger: RootLogger, problems: readonly Problem[]): void {
  for (const problem of problems) logger.warn(describeProblem(problem), problemFields(problem))
}

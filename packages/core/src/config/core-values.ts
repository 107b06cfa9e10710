import { resolve } from 'node:path'
import { Writable } from 'node:stream'
import { parseLevel } from '../log/level.ts'
import { lineFormat } from '../log/line-format.ts'
import { type Level, levels } from '../log/logger.ts'
import { type Problem, problemsOf } from '../problem.ts'
import type { CoreOptions } from './core-schema.ts'
import type { Environment } from './env/environment.ts'
import { envInvalid } from './env/errors.ts'
import { listenInvalid, logFormatInvalid } from './errors.ts'
import type { ConfigSource } from './file/config-source.ts'
import type { Findings } from './findings.ts'
import { defaultListenAddress, type ListenAddress, parseListenAddress } from './listen-address.ts'
import { show } from './options/issue-text.ts'

/** Where the values come from. */
export interface CoreOrigins {
  readonly options: CoreOptions
  readonly source: ConfigSource | undefined
  readonly environment: Environment
  readonly configDir: string
  readonly cwd: string
  readonly findings: Findings
}

const note = ({ findings }: CoreOrigins, variable: string, option: string, written: unknown): void => {
  findings.overrides.push(`${variable} ${written === undefined ? 'sets' : 'overrides'} ${option}`)
}

/** The address of the HTTP server. */
export function listenAddress(origins: CoreOrigins): ListenAddress {
  const { options, source, environment, findings } = origins
  const written = options.listen === undefined ? undefined : parseListenAddress(options.listen)
  if (options.listen !== undefined && written === undefined) {
    findings.problems.push(listenInvalid('listen', show(options.listen), source?.place(['listen'])))
  }
  const text = environment.read('PROXYM_LISTEN_ADDRESS')
  if (text === undefined) return written ?? defaultListenAddress
  note(origins, 'PROXYM_LISTEN_ADDRESS', 'listen', options.listen)
  const address = parseListenAddress(text)
  if (address === undefined) findings.problems.push(listenInvalid('PROXYM_LISTEN_ADDRESS', show(text)))
  return address ?? defaultListenAddress
}

/** The token of the HTTP server; `written` is what the file says, before secrets were looked up. */
export function httpToken(origins: CoreOrigins, written: unknown): string | undefined {
  const { options, environment, findings } = origins
  const text = environment.read('PROXYM_HTTP_TOKEN')
  if (text === undefined) return options.httpToken
  findings.secrets.add(text)
  note(origins, 'PROXYM_HTTP_TOKEN', 'httpToken', written)
  return text
}

/** The state folder, absolute. */
export function stateFolder(origins: CoreOrigins): string {
  const { options, environment, configDir, cwd } = origins
  const text = environment.read('PROXYM_STATE_DIR')
  if (text !== undefined) {
    note(origins, 'PROXYM_STATE_DIR', 'stateDir', options.stateDir)
    return resolve(cwd, text)
  }
  if (options.stateDir !== undefined) return resolve(configDir, options.stateDir)
  // systemd lists several folders with colons.
  return resolve(cwd, environment.read('STATE_DIRECTORY')?.split(':')[0] ?? '.proxym')
}

/** The level and the form of log lines. */
export function logSettings(origins: CoreOrigins): { readonly level: Level; readonly format: string | undefined } {
  const { options, source, environment, findings } = origins
  const level = environment.read('PROXYM_LOG_APPLOG_LEVEL')
  if (level !== undefined) note(origins, 'PROXYM_LOG_APPLOG_LEVEL', 'log.level', options.log?.level)
  const known = level === undefined || levels.some(name => name === level.trim().toLowerCase())
  if (!known) findings.problems.push(envInvalid('PROXYM_LOG_APPLOG_LEVEL', `must be one of ${levels.join(', ')}`, level))
  const variable = environment.read('PROXYM_LOG_FORMAT')
  if (variable !== undefined) note(origins, 'PROXYM_LOG_FORMAT', 'log.format', options.log?.format)
  for (const problem of formatProblems(options.log?.format)) {
    findings.problems.push(logFormatInvalid(problem, source?.place(['log', 'format'])))
  }
  for (const problem of formatProblems(variable))
    findings.problems.push(logFormatInvalid(problem, { where: 'PROXYM_LOG_FORMAT' }))
  return {
    level: level === undefined || !known ? (options.log?.level ?? 'info') : parseLevel(level),
    format: variable ?? options.log?.format,
  }
}

function formatProblems(format: string | undefined): readonly Problem[] {
  try {
    lineFormat(new Writable(), { format, color: false })
    return []
  } catch (error) {
    return problemsOf(error, 'PROXYM_LOG_FORMAT')
  }
}

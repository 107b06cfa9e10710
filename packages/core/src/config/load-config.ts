import { dirname } from 'node:path'
import { ConfigError } from './config-error.ts'
import { valueAt } from './config-path.ts'
import { readCoreOptions } from './core-options.ts'
import { type CoreOptions, settingsOf } from './core-schema.ts'
import { type CoreOrigins, httpToken, listenAddress, logSettings, stateFolder } from './core-values.ts'
import { createEnvironment } from './env/environment.ts'
import { readSwitches } from './env/switches.ts'
import { warnOfUnused } from './env/unused-variables.ts'
import { noPlugins } from './errors.ts'
import type { ConfigSource } from './file/config-source.ts'
import { configMissing } from './file/errors.ts'
import type { PlacedProblem } from './file/excerpt.ts'
import { findConfig, labelOf } from './file/find-config.ts'
import { readConfig } from './file/read-config.ts'
import { createFindings, type Findings } from './findings.ts'
import { hideSecrets } from './hide-secrets.ts'
import type { LoadedConfig } from './loaded-config.ts'
import { parseEntries } from './plugins/entries.ts'
import { loadPlugins } from './plugins/load-plugins.ts'

/** Where the configuration comes from. */
export interface ConfigRequest {
  /** What `--config` names; stronger than `PROXYM_CONFIG`. */
  readonly configPath?: string | undefined
  readonly cwd: string
  /** Such as `process.env`, which core never reads itself. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folders to look for plugins from, after the configuration's own: those of the packages that run. @default [] */
  readonly resolveFrom?: readonly string[]
  /** Another number each time the configuration is loaded again, so that programs are read anew. */
  readonly version?: number | undefined
}

/**
 * Find, read and check the configuration, and make its plugins. Nothing is applied, opened or written.
 *
 * @throws ConfigError with every mistake at once
 */
export async function loadConfig(request: ConfigRequest): Promise<LoadedConfig> {
  const { cwd, resolveFrom = [], version } = request
  const findings = createFindings()
  const environment = createEnvironment(request.env)
  const named = environment.read('PROXYM_CONFIG')
  const found = await findConfig(request.configPath ?? named, cwd)
  if (found.problem !== undefined) findings.problems.push(found.problem)
  const source = found.path === undefined ? undefined : await readSource(found.path, request, findings)
  const configDir = found.path === undefined ? cwd : dirname(found.path)

  const overridden = environment.read('PROXYM_HTTP_TOKEN') === undefined ? [] : ['httpToken']
  const store = { configDir, read: environment.read }
  const options: CoreOptions = source === undefined ? {} : await readCoreOptions(source, store, overridden, findings)
  const origins: CoreOrigins = { options, source, environment, configDir, cwd, findings }
  const core = {
    listen: listenAddress(origins),
    httpToken: httpToken(origins, valueAt(source?.value, ['httpToken'])),
    allowedHosts: options.allowedHosts ?? [],
    stateDir: stateFolder(origins),
    log: logSettings(origins),
    settings: settingsOf(options),
  }

  const switches = readSwitches(environment, findings)
  const entries = source === undefined ? [] : parseEntries(options.plugins ?? [], source.place, findings)
  const loading = { entries, switches, environment, configDir, resolveFrom, version, findings }
  const { plugins, takers } = await loadPlugins(loading)
  warnOfUnused(environment, takers, switches, findings)

  if (plugins.length === 0 && findings.problems.length === 0) {
    findings.problems.push(source === undefined ? configMissing(cwd) : noPlugins(source.place(['plugins'], 'key')))
  }
  const warnings = findings.warnings.map(warning => hideSecrets(warning, findings.secrets))
  if (findings.problems.length > 0) {
    const problems = findings.problems.map(problem => hideSecrets(problem, findings.secrets))
    throw new ConfigError(inFileOrder(problems), warnings)
  }
  return { configPath: found.path, configDir, ...core, plugins, warnings, overrides: findings.overrides }
}

async function readSource(path: string, { cwd, version }: ConfigRequest, findings: Findings): Promise<ConfigSource | undefined> {
  const parsed = await readConfig(path, labelOf(path, cwd), version)
  if ('source' in parsed) return parsed.source
  findings.problems.push(...parsed.problems)
  return undefined
}

// As a person reads the file; what has no line comes last, in the order in which it was found.
function inFileOrder(problems: readonly PlacedProblem[]): readonly PlacedProblem[] {
  const { MAX_SAFE_INTEGER: last } = Number
  const line = ({ source }: PlacedProblem): number => source?.line ?? last
  const column = ({ source }: PlacedProblem): number => source?.column ?? last
  return problems.toSorted((one, other) => line(one) - line(other) || column(one) - column(other))
}

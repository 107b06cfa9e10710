import type { ListenAddress } from './config/listen-address.ts'
import type { CycleResult } from './cycle/cycle-result.ts'
import type { StandingProblem } from './cycle/problem-board.ts'
import type { Preview } from './hooks/contract.ts'
import type { Handover } from './host/handover.ts'
import type { LogFields, Logger } from './log/logger.ts'
import type { Plugin } from './plugin.ts'
import type { Problem } from './problem.ts'
import { createProxym } from './proxym.ts'
import type { Proxym } from './proxym-api.ts'
import type { Service } from './service.ts'
import { defaultSettings, type Settings } from './settings.ts'
import type { StateStore } from './state/state-store.ts'

/** Settings of the host, and what else a test may replace. */
export interface TestProxymOptions extends Partial<Settings> {
  readonly configDir?: string
  readonly stateDir?: string
  readonly listen?: ListenAddress
  /** Names of plugins that are not waited for at cold start. */
  readonly optional?: readonly string[]
  /** By name of the plugin, how long its removals of many services wait for a second answer; milliseconds. */
  readonly confirmMsOf?: Readonly<Record<string, number>>
  readonly handover?: Handover
  readonly store?: StateStore
  readonly random?: () => number
}

/** One line that was logged during a test. */
export interface LogLine {
  readonly level: 'error' | 'warn' | 'notice' | 'info' | 'debug'
  /** `plugin/tap`. */
  readonly module: string
  readonly message: string
  readonly fields: LogFields
}

/** What one refresh came to. */
export interface TestRefresh {
  readonly services: readonly Service[]
  /** Everything that is wrong now. */
  readonly problems: readonly StandingProblem[]
  /** Why nothing is written; empty when it is. */
  readonly held: readonly Problem[]
  readonly result: CycleResult
}

/** Plugins at work in a test, through the same host as in production. */
export interface TestProxym {
  readonly proxym: Proxym
  readonly log: readonly LogLine[]
  /** Start watchers, first cycle and resync. */
  start(): Promise<void>
  /** Read everything; resolves when the generators have been called once. */
  refresh(reason?: string): Promise<TestRefresh>
  /** What the generators would change. */
  diff(): Promise<readonly Preview[]>
  stop(): Promise<void>
}

/**
 * Host plugins in a test. The same plugin given twice becomes `name` and `name#2`.
 *
 * @example
 * const proxym = createTestProxym(file({ configsPath }))
 * expect((await proxym.refresh()).services).toMatchObject([{ id: 'web', source: 'File' }])
 */
export function createTestProxym(plugins: Plugin | readonly Plugin[], options: TestProxymOptions = {}): TestProxym {
  const { configDir = '/', stateDir, listen, optional = [], confirmMsOf = {}, handover, store, random, ...settings } = options
  const log: LogLine[] = []
  const names = new Map<string, number>()
  const list: readonly Plugin[] = 'apply' in plugins ? [plugins] : plugins
  const instances = list.map(plugin => {
    const times = (names.get(plugin.name) ?? 0) + 1
    names.set(plugin.name, times)
    const name = times === 1 ? plugin.name : `${plugin.name}#${times}`
    return { plugin, name, optional: optional.includes(name), confirmMs: confirmMsOf[name] }
  })
  const proxym = createProxym({
    plugins: instances,
    settings: { ...defaultSettings, ...settings },
    logger: recordingLogger(log, 'core'),
    ...{ configDir, stateDir, listen, handover, store, random },
  })
  return {
    proxym,
    log,
    start: () => proxym.start(),
    async refresh(reason = 'test') {
      const result = await proxym.refresh(reason)
      return { services: result.snapshot?.services ?? [], problems: proxym.problems(), held: result.held, result }
    },
    async diff() {
      const { previews } = await proxym.dryRun({ preview: true })
      return previews.flatMap(generator => generator.previews)
    },
    stop: () => proxym.stop(),
  }
}

function recordingLogger(log: LogLine[], module: string): Logger {
  const write =
    (level: LogLine['level']) =>
    (message: string, fields: LogFields = {}) =>
      void log.push({ level, module, message, fields })
  return {
    error: write('error'),
    warn: write('warn'),
    notice: write('notice'),
    info: write('info'),
    debug: write('debug'),
    named: name => recordingLogger(log, name),
  }
}

// In a test they are there from the beginning: virtual time does not wait for files.
import 'prom-client'
import '../http/hono-app.ts'
import type { ListenAddress } from '../config/listen-address.ts'
import type { CycleResult } from '../cycle/cycle-result.ts'
import type { StandingProblem } from '../cycle/problem-board.ts'
import type { Preview } from '../hooks/contract.ts'
import type { Handover } from '../host/handover.ts'
import type { Plugin } from '../plugin.ts'
import { type Problem, ProxymError } from '../problem.ts'
import { createProxym } from '../proxym.ts'
import type { Proxym } from '../proxym-api.ts'
import type { Service } from '../service.ts'
import { defaultSettings, type Settings } from '../settings.ts'
import type { StateStore } from '../state/state-store.ts'
import { timeIsReal } from './errors.ts'
import { createFaults, type Fault } from './faults.ts'
import { type LogLine, recordingLogger } from './recording-logger.ts'
import { startVirtualTime } from './virtual-time.ts'

/** How plugins are hosted in a test: any setting, and what a configuration says elsewhere. */
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
  /** For back-off and resync. @default Math.random, with virtual time 0.5 */
  readonly random?: () => number
  /**
   * Whether time passes only by `advance`, and in `start`, `refresh`, `diff` and `stop` as far as they wait for it. For plugins whose
   * outside world is faked: what comes from a real server comes in real time. One test proxym of a process at a time, until its `stop`.
   * @default false
   */
  readonly virtualTime?: boolean
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
  /** Every cycle so far, the newest last. */
  readonly cycles: readonly CycleResult[]
  /** Start watchers, first cycle and resync. */
  start(): Promise<void>
  /** Read everything; resolves when the generators have been called once. */
  refresh(reason?: string): Promise<TestRefresh>
  /** What the generators would change. */
  diff(): Promise<readonly Preview[]>
  /**
   * Let virtual time pass, milliseconds.
   *
   * @throws ProxymError `PROXYM_TESTING` without `virtualTime`
   */
  advance(ms: number): Promise<void>
  /**
   * Let a tap (`plugin/tap`) go wrong from now on.
   *
   * @throws ProxymError `PROXYM_TESTING` when there is no such tap
   */
  inject(tap: string, fault: Fault): void
  /** Let a tap do its own work again. */
  heal(tap: string): void
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
  const {
    configDir = '/',
    stateDir,
    listen,
    optional = [],
    confirmMsOf = {},
    handover,
    store,
    random,
    virtualTime,
    ...settings
  } = options
  const log: LogLine[] = []
  const cycles: CycleResult[] = []
  const faults = createFaults()
  const names = new Map<string, number>()
  const list: readonly Plugin[] = 'apply' in plugins ? [plugins] : plugins
  const instances = list.map(plugin => {
    const times = (names.get(plugin.name) ?? 0) + 1
    names.set(plugin.name, times)
    const name = times === 1 ? plugin.name : `${plugin.name}#${times}`
    return { plugin: faults.suffering(plugin), name, optional: optional.includes(name), confirmMs: confirmMsOf[name] }
  })
  const time = virtualTime === true ? startVirtualTime() : undefined
  const make = (): Proxym =>
    createProxym({
      plugins: instances,
      settings: { ...defaultSettings, ...settings },
      logger: recordingLogger(log, 'core'),
      random: random ?? (time === undefined ? undefined : () => 0.5),
      onCycle: result => void cycles.push(result),
      ...{ configDir, stateDir, listen, handover, store },
    })
  const proxym = orRestore(make, time?.restore)
  const settle = <T>(promise: Promise<T>): Promise<T> => (time === undefined ? promise : time.settle(promise))
  let stopped: Promise<void> | undefined

  return {
    proxym,
    log,
    cycles,
    start: () => settle(proxym.start()),
    async refresh(reason = 'test') {
      const result = await settle(proxym.refresh(reason))
      return { services: result.snapshot?.services ?? [], problems: proxym.problems(), held: result.held, result }
    },
    async diff() {
      const { previews } = await settle(proxym.dryRun({ preview: true }))
      return previews.flatMap(generator => generator.previews)
    },
    async advance(ms) {
      if (time === undefined) throw new ProxymError(timeIsReal)
      await time.advance(ms)
    },
    inject: (tap, fault) =>
      faults.inject(
        tap,
        fault,
        proxym.wiring.map(wiring => `${wiring.plugin}/${wiring.tap}`),
      ),
    heal: faults.heal,
    stop: () => (stopped ??= settle(proxym.stop()).finally(time?.restore)),
  }
}

function orRestore<T>(make: () => T, restore: (() => void) | undefined): T {
  try {
    return make()
  } catch (error) {
    restore?.()
    throw error
  }
}

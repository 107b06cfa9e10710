import { nearest } from './config/did-you-mean.ts'
import type { ListenAddress } from './config/listen-address.ts'
import type { PluginInstance } from './config/loaded-config.ts'
import { createCycle } from './cycle/cycle.ts'
import type { CycleResult, DryRunResult } from './cycle/cycle-result.ts'
import { waitAtMost } from './cycle/patience.ts'
import { createProblemBoard, type StandingProblem } from './cycle/problem-board.ts'
import { createWatcher } from './cycle/watcher.ts'
import type { Refresh } from './hooks/contract.ts'
import { asTap, currentTap } from './hooks/current-tap.ts'
import { createFacade } from './hooks/facade.ts'
import { createHooks } from './hooks/hooks.ts'
import { runsIn } from './hooks/policy.ts'
import type { HookName, TapOwner, TapRecord } from './hooks/tap-record.ts'
import { type CheckResult, createChecks } from './host/checks.ts'
import { createDisposers } from './host/disposers.ts'
import { applyFailed, asyncApply, unhandled } from './host/errors.ts'
import { type Handover, handoverOf, takeOver } from './host/handover.ts'
import { createPluginContext, type KeptState } from './host/plugin-context.ts'
import { describeReadiness, describeRefresh, describeStatus } from './host/status.ts'
import { createTargets } from './host/targets.ts'
import { addBuiltInRoutes } from './http/built-in.ts'
import { createRoutes } from './http/route-table.ts'
import type { RoutedApp } from './http/routed-app.ts'
import type { Logger } from './log/logger.ts'
import { type Problem, ProxymError } from './problem.ts'
import type { JsonValue } from './service.ts'
import type { Settings } from './settings.ts'

export interface ProxymOptions {
  readonly plugins: readonly PluginInstance[]
  readonly settings: Settings
  readonly logger: Logger
  readonly configDir: string
  readonly stateDir: string | undefined
  readonly httpToken?: string | undefined
  /** Where the HTTP server listens, for plugins that tell others to call it. */
  readonly listen?: ListenAddress | undefined
  /** What an earlier proxym of this process knew. */
  readonly handover?: Handover | undefined
  /** For back-off and resync; injectable for tests. @default Math.random */
  readonly random?: (() => number) | undefined
  /** Called with what each cycle came to, dry runs apart. Must not throw. */
  readonly onCycle?: ((result: CycleResult) => void) | undefined
}

/** One tap, for `proxym check`. */
export interface Wiring {
  readonly plugin: string
  readonly hook: HookName
  readonly tap: string
  readonly dryRun: boolean
}

/** A configuration at work: plugins applied to their hooks, and the cycle that calls them. */
export interface Proxym {
  readonly wiring: readonly Wiring[]
  /** The plugins in order, those without taps too. */
  readonly plugins: readonly string[]
  /** The targets that plugins want for themselves alone. */
  readonly locks: readonly string[]
  readonly app: RoutedApp
  /** Start the watchers, the first cycle and the resync. */
  start(): Promise<void>
  /** One cycle without watchers; resolves when every generator has been called. */
  once(): Promise<CycleResult>
  /** What the sources give now and, with `preview`, what the generators would change. Touches nothing. */
  dryRun(options: { readonly preview: boolean }): Promise<DryRunResult>
  /** Read everything again; resolves with the cycle that has. */
  refresh(reason: string): Promise<CycleResult>
  /**
   * Remove at once what sources no longer report and what waits for their second answer; resolves with the cycle that has.
   *
   * @throws ProxymError `PROXYM_CONFIRM_UNKNOWN` when nothing waits under this digest
   */
  confirm(digest: string): Promise<CycleResult>
  /** What plugins can see to be wrong offline. */
  check(): Promise<readonly CheckResult[]>
  problems(): readonly StandingProblem[]
  status(): JsonValue
  ready(): { readonly ready: boolean; readonly reasons: readonly string[] }
  /** Record an error that nobody caught, under the tap that left it when that is known. Returns whether it is. */
  reportUnhandled(error: unknown): boolean
  handover(): Handover
  /** Watchers first, then the cycle, then what plugins deferred. Safe to repeat; takes at most `stopMs`, the deferred work apart. */
  stop(): Promise<void>
}

/**
 * Apply the plugins. Nothing is read or written before `start`, `once` or `dryRun`.
 *
 * @throws ProxymError with the problems of every plugin whose `apply` failed
 */
export function createProxym(options: ProxymOptions): Proxym {
  const { settings, logger, random = Math.random } = options
  const board = createProblemBoard(logger)
  const routes = createRoutes(options.httpToken)
  const kept: KeptState = options.handover?.kept ?? new Map()
  const checks = createChecks()
  const disposers = createDisposers((owner, message) =>
    logger.named(owner).warn('Could not release everything', { reason: message }),
  )
  const stopping = new AbortController()
  const taps: TapRecord[] = []
  const targets = createTargets()
  const hooks = createHooks(tap => taps.push(tap))
  const tapsOf = (hook: HookName): readonly TapRecord[] =>
    hook === 'annotate'
      ? inHookOrder(taps, hook)
      : inHookOrder(taps, hook).toSorted((a, b) => a.owner.position - b.owner.position)

  addBuiltInRoutes(routes.for('core', logger), {
    ready: () => ready(),
    status: () => status(),
    refresh: async digest =>
      describeRefresh(cycle, await (digest === undefined ? cycle.refreshAndWait('http') : cycle.confirm(digest))),
  })
  // Before that nothing can be refreshed, and the start reads everything anyway.
  let applied = false
  const problems: Problem[] = []
  for (const [position, { plugin, name, optional, confirmMs }] of options.plugins.entries()) {
    const owner: TapOwner = { name, source: plugin.source ?? plugin.name, position, optional, confirmMs }
    const facade = createFacade(hooks, owner)
    const { configDir, stateDir, listen } = options
    const refresh: Refresh = (reason, scope) => void (applied && cycle.refreshBy(owner, reason, scope))
    const context = createPluginContext({
      ...{ owner, hooks: facade.hooks, logger, routes, listen, signal: stopping.signal, configDir, stateDir, kept, refresh },
      defer: disposers.defer,
      lock: targets.add,
      check: checks.add,
    })
    try {
      const returned: unknown = plugin.apply(context)
      if (returned instanceof Promise) {
        returned.catch(() => {})
        problems.push(asyncApply(name))
      }
    } catch (error) {
      problems.push(...applyFailed(name, error))
    }
    facade.seal()
  }
  if (problems.length > 0) {
    void disposers.run()
    throw new ProxymError(problems)
  }

  const cycle = createCycle({
    ...{ hooks, settings, board, logger, random },
    taps: tapsOf,
    suggest: nearest,
    targetExists: targets.exist,
    onCycle: options.onCycle,
  })
  const watchers = tapsOf('notify').map(tap =>
    createWatcher(tap, { board, random, refresh: (reason, scope) => cycle.refreshBy(tap.owner, reason, scope) }),
  )
  applied = true
  let resync: NodeJS.Timeout | undefined
  let stopped: Promise<void> | undefined

  const status = (): JsonValue => describeStatus({ cycle, watchers, problems: board.all() })
  const ready = () => describeReadiness({ cycle })

  const scheduleResync = (): void => {
    const timer = setTimeout(
      () => {
        cycle.refreshAll('resync')
        scheduleResync()
      },
      settings.resyncMs * (0.8 + 0.4 * random()),
    )
    resync = timer
  }

  const stop = async (): Promise<void> => {
    clearTimeout(resync)
    stopping.abort()
    const ended = Promise.all([...watchers.map(watcher => watcher.stop()), cycle.stop()])
    if (!(await waitAtMost(ended, settings.stopMs)))
      logger.warn('Some plugins did not stop in time', { after_ms: settings.stopMs })
    await disposers.run()
  }

  return {
    wiring: taps.map(tap => ({
      plugin: tap.owner.name,
      hook: tap.hook,
      tap: tap.options.name,
      dryRun: runsIn(tap.hook, true, tap.options.dryRun),
    })),
    plugins: options.plugins.map(({ name }) => name),
    locks: targets.names(),
    app: routes.build(),
    async start() {
      if (options.handover !== undefined) await takeOver(cycle, options.handover)
      await asTap(undefined, () =>
        hooks.notify.promise({ run: async tap => watchers.find(watcher => watcher.tap === tap)?.start() }),
      )
      cycle.refreshAll('start')
      scheduleResync()
    },
    once: () => cycle.once('once'),
    dryRun: ({ preview }) => cycle.dryRun('dry run', preview),
    refresh: reason => cycle.refreshAndWait(reason),
    confirm: cycle.confirm,
    check: () => checks.run(stopping.signal),
    problems: () => board.all(),
    status,
    ready,
    reportUnhandled(error) {
      const tap = currentTap()
      if (tap !== undefined) board.set(tap.id, 'unhandled', [unhandled(tap.id, error)], 'error')
      return tap !== undefined
    },
    handover: () => handoverOf(cycle, kept),
    stop: () => (stopped ??= stop()),
  }
}

function inHookOrder(taps: readonly TapRecord[], hook: HookName): readonly TapRecord[] {
  return taps.filter(tap => tap.hook === hook).toSorted((a, b) => (a.options.stage ?? 0) - (b.options.stage ?? 0))
}

import { nearest } from './config/did-you-mean.ts'
import type { ListenAddress } from './config/listen-address.ts'
import type { PluginInstance } from './config/loaded-config.ts'
import { createCycle } from './cycle/cycle.ts'
import type { CycleResult, DryRunResult } from './cycle/cycle-result.ts'
import { waitAtMost } from './cycle/patience.ts'
import { createProblemBoard, type StandingProblem } from './cycle/problem-board.ts'
import { createWatcher } from './cycle/watcher.ts'
import { explain } from './explain/explain.ts'
import { addExplainRoute } from './explain/explain-route.ts'
import type { Explanation } from './explain/explanation.ts'
import { knowledgeOf } from './explain/knowledge.ts'
import { asTap, currentTap } from './hooks/current-tap.ts'
import { createHooks } from './hooks/hooks.ts'
import { runsIn } from './hooks/policy.ts'
import type { HookName, TapRecord } from './hooks/tap-record.ts'
import { applyPlugins } from './host/apply-plugins.ts'
import { type CheckResult, createChecks } from './host/checks.ts'
import { type Condition, describeCondition } from './host/condition.ts'
import { createDisposers } from './host/disposers.ts'
import { unhandled } from './host/errors.ts'
import { type Handover, handoverOf, takeOver } from './host/handover.ts'
import type { KeptState, KeptStateStore } from './host/kept-state.ts'
import { createPluginContext } from './host/plugin-context.ts'
import { describeServices } from './host/services.ts'
import { describeReadiness, describeRefresh, describeStatus } from './host/status.ts'
import { createTargets } from './host/targets.ts'
import { addBuiltInRoutes } from './http/built-in.ts'
import { createRoutes } from './http/route-table.ts'
import type { RoutedApp } from './http/routed-app.ts'
import type { Logger } from './log/logger.ts'
import { version } from './metrics/build-series.ts'
import { createProxymMetrics } from './metrics/proxym-metrics.ts'
import { measureProcess } from './metrics/registry.ts'
import { addStateSeries } from './metrics/state-series.ts'
import { ProxymError } from './problem.ts'
import type { JsonValue } from './service.ts'
import type { Settings } from './settings.ts'
import type { StateStore } from './state/state-store.ts'

export interface ProxymOptions {
  readonly plugins: readonly PluginInstance[]
  readonly settings: Settings
  readonly logger: Logger
  readonly configDir: string
  readonly stateDir: string | undefined
  readonly httpToken?: string | undefined
  /** Where the HTTP server listens, for plugins that tell others to call it. */
  readonly listen?: ListenAddress | undefined
  /** What an earlier proxym knew, of this process or of one before. */
  readonly handover?: Handover | undefined
  /** Where what this one knows is kept for the next process. @default nowhere */
  readonly store?: StateStore | undefined
  /** For back-off and resync; injectable for tests. @default Math.random */
  readonly random?: (() => number) | undefined
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
  /** How it fares, in a handful of values. */
  condition(): Condition
  /** Resolves when the first cycle has ended and every generator that it reached has been called once. Never when it is stopped before. */
  readonly firstOutcome: Promise<void>
  ready(): { readonly ready: boolean; readonly reasons: readonly string[] }
  /** What became of a service or of requests for a domain: by an id, a key of a source, a domain, or a domain with a path. */
  explain(question: string): Explanation
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
  const { settings, logger, store, random = Math.random } = options
  const metrics = createProxymMetrics()
  const taps: TapRecord[] = []
  const board = metrics.taps.counting(createProblemBoard(logger), taps)
  const routes = createRoutes(options.httpToken)
  const kept: KeptState = options.handover?.kept ?? new Map()
  const keptStore: KeptStateStore = { changed: () => store?.changed(), flush: async () => store?.save() }
  const checks = createChecks()
  const disposers = createDisposers((owner, message) =>
    logger.named(owner).warn('Could not release everything', { reason: message }),
  )
  const stopping = new AbortController()
  const targets = createTargets()
  const hooks = createHooks(tap => taps.push(tap), metrics.taps.called)
  const tapsOf = (hook: HookName): readonly TapRecord[] =>
    hook === 'annotate'
      ? inHookOrder(taps, hook)
      : inHookOrder(taps, hook).toSorted((a, b) => a.owner.position - b.owner.position)

  addBuiltInRoutes(routes.for('core', logger), {
    ready: () => ready(),
    status: () => status(),
    services: filter => describeServices(cycle, filter),
    metrics: async () => ({ contentType: metrics.registry.contentType, text: await metrics.registry.text() }),
    openapi: () => routes.describe(version),
    refresh: async digest =>
      describeRefresh(cycle, await (digest === undefined ? cycle.refreshAndWait('http') : cycle.confirm(digest))),
  })
  addExplainRoute(routes.for('core', logger), question => explained(question))
  // Before that nothing can be refreshed, and the start reads everything anyway.
  let applied = false
  const { configDir, stateDir, listen } = options
  const problems = applyPlugins(options.plugins, hooks, (owner, own) =>
    createPluginContext({
      ...{ owner, hooks: own, logger, routes, listen, signal: stopping.signal, configDir, stateDir, kept, keptStore },
      metrics: metrics.registry,
      refresh: (reason, scope) => void (applied && cycle.refreshBy(owner, reason, scope)),
      defer: disposers.defer,
      lock: targets.add,
      check: checks.add,
    }),
  )
  if (problems.length > 0) {
    void disposers.run()
    throw new ProxymError(problems)
  }

  const cycle = createCycle({
    ...{ hooks, settings, board, logger, random },
    taps: tapsOf,
    suggest: nearest,
    targetExists: targets.exist,
    ended: () => store?.changed(),
    observer: metrics.cycle,
  })
  const watchers = tapsOf('notify').map(tap =>
    createWatcher(tap, {
      ...{ board, random },
      refresh: (reason, scope) => {
        metrics.heard(tap)
        cycle.refreshBy(tap.owner, reason, scope)
      },
    }),
  )
  applied = true
  addStateSeries(metrics.registry, { cycle, watchers, problems: board.all })
  let resync: NodeJS.Timeout | undefined
  let stopped: Promise<void> | undefined

  const status = (): JsonValue => describeStatus({ cycle, watchers, problems: board.all() })
  const ready = () => describeReadiness({ cycle })
  const explained = (question: string): Explanation => explain(question, knowledgeOf(cycle, board.all()))

  const takeUp = async (): Promise<void> => {
    if (options.handover !== undefined) await takeOver(cycle, options.handover)
    store?.follow(handoverOf(cycle, kept))
  }

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
    app: routes.build(metrics.requests),
    async start() {
      measureProcess()
      await takeUp()
      await asTap(undefined, () =>
        hooks.notify.promise({ run: async tap => watchers.find(watcher => watcher.tap === tap)?.start() }),
      )
      cycle.refreshAll('start')
      scheduleResync()
    },
    async once() {
      await takeUp()
      return cycle.once('once')
    },
    async dryRun({ preview }) {
      await takeUp()
      return cycle.dryRun('dry run', preview)
    },
    refresh: reason => cycle.refreshAndWait(reason),
    confirm: cycle.confirm,
    check: () => checks.run(stopping.signal),
    problems: () => board.all(),
    status,
    condition: () => describeCondition(cycle),
    firstOutcome: cycle.firstOutcome,
    ready,
    explain: explained,
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

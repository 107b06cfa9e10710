import { nearest } from './config/did-you-mean.ts'
import { createCycle } from './cycle/cycle.ts'
import { waitAtMost } from './cycle/patience.ts'
import { createProblemBoard } from './cycle/problem-board.ts'
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
import { createChecks } from './host/checks.ts'
import { describeCondition } from './host/condition.ts'
import { createDisposers } from './host/disposers.ts'
import { unhandled } from './host/errors.ts'
import { handoverOf, takeOver } from './host/handover.ts'
import type { KeptState, KeptStateStore } from './host/kept-state.ts'
import { createPluginContext } from './host/plugin-context.ts'
import { describeServices } from './host/services.ts'
import { describeReadiness, describeRefresh, describeStatus } from './host/status.ts'
import { createTargets } from './host/targets.ts'
import { addBuiltInRoutes } from './http/built-in.ts'
import { createRoutes } from './http/route-table.ts'
import { version } from './metrics/build-series.ts'
import { createProxymMetrics } from './metrics/proxym-metrics.ts'
import { addStateSeries } from './metrics/state-series.ts'
import { ProxymError } from './problem.ts'
import type { Proxym, ProxymOptions } from './proxym-api.ts'
import type { JsonValue } from './service.ts'

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
    observer: metrics.cycle,
    onCycle(result) {
      store?.changed()
      options.onCycle?.(result)
    },
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
    store?.follow(handoverOf(cycle, kept), cycle.isBusy)
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
      await takeUp()
      await asTap(undefined, () =>
        hooks.notify.promise({ run: async tap => watchers.find(watcher => watcher.tap === tap)?.start() }),
      )
      cycle.refreshAll('start')
      scheduleResync()
      // What fails is tried again when somebody asks.
      void cycle.firstOutcome.then(() => metrics.registry.load()).catch(() => undefined)
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

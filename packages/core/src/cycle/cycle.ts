import type { RefreshScope, Snapshot } from '../hooks/contract.ts'
import { currentTap } from '../hooks/current-tap.ts'
import type { TapOwner, TapRecord } from '../hooks/tap-record.ts'
import type { Logger } from '../log/logger.ts'
import { type Problem, ProxymError } from '../problem.ts'
import { createApplyLog } from './apply-log.ts'
import { createChangeClock } from './change-clock.ts'
import { createConfirmations } from './confirmations.ts'
import type { CycleObserver } from './cycle-observer.ts'
import type { CycleResult, DryRunResult } from './cycle-result.ts'
import { stoppedAlready, unknownDigest } from './errors.ts'
import { createGenerator, type Generator } from './generator.ts'
import { createPipeline, type PipelineDeps } from './pipeline.ts'
import { previewAll } from './preview-all.ts'
import { type RefreshRequest, refreshRequest } from './refresh-request.ts'
import { createScheduler } from './scheduler.ts'
import { createSecondReading } from './second-reading.ts'
import { createSelfRefresh } from './self-refresh.ts'
import { compareSnapshots } from './snapshot.ts'

export interface CycleDeps extends Omit<PipelineDeps, 'requestCycle'> {
  readonly logger: Logger
  readonly observer?: CycleObserver
  /** Called with what each cycle came to when it is over, dry runs apart. Must not throw. */
  readonly onCycle?: (result: CycleResult) => void
}

/** Run cycles: gather requests, build the snapshot, hand it to the generators. */
export function createCycle(deps: CycleDeps) {
  const { hooks, settings, board, logger, observer } = deps
  const log = logger.named('core/cycle')
  const selfRefresh = createSelfRefresh(board, settings.maxWaitMs)
  const applyLog = createApplyLog(log)
  const clock = createChangeClock(ms => observer?.live(ms))
  let forced: 'all' | Set<TapRecord> = new Set()
  let waiters: PromiseWithResolvers<CycleResult>[] = []
  let stopped = false
  let last: CycleResult | undefined
  let number = 0
  let turnedAt = performance.now()
  const firstOutcome = Promise.withResolvers<void>()

  const scheduler = createScheduler({
    ...settings,
    run: (reasons, askedAt) => runSafely(reasons, askedAt),
    ...(observer === undefined ? {} : { requested: observer.requested }),
  })
  const pipeline = createPipeline({ ...deps, requestCycle: (reason, afterMs) => scheduler.request(reason, afterMs) })
  const secondReading = createSecondReading()
  const confirmations = createConfirmations(tap => {
    pipeline.sources.get(tap)?.want('all')
    scheduler.request(`${tap.id}: is that so?`)
  })
  const generators = new Map<TapRecord, Generator>(
    deps.taps('generateConfig').map(tap => [tap, createGenerator(tap, { ...deps, settled: () => isInSync() && clock.inSync() })]),
  )

  // A failure of core itself must neither stop the cycles nor leave somebody waiting.
  const runSafely = async (reasons: readonly string[], askedAt: number): Promise<void> => {
    const asked = waiters.slice()
    const startedAt = performance.now()
    try {
      await run(reasons, settings.patienceMs, askedAt)
    } catch (error) {
      observer?.ended('failed', performance.now() - startedAt)
      log.error('The cycle failed in itself', { error })
      for (const waiter of asked) waiter.reject(error)
    }
    turnedAt = performance.now()
    void idle().then(firstOutcome.resolve)
    if (!stopped) confirmations.plan(pipeline.guard.confirmations())
  }

  const run = async (reasons: readonly string[], patienceMs: number, askedAt = performance.now()): Promise<CycleResult> => {
    const startedAt = performance.now()
    const asked = waiters
    waiters = []
    const { held, before, after } = await pipeline.run(patienceMs)
    const changes = compareSnapshots(before, after)
    const result: CycleResult = {
      number: ++number,
      reasons,
      snapshot: after,
      held,
      withheld: withheld(),
      stale: stale(),
      changes,
      ms: performance.now() - startedAt,
    }
    report(result)
    last = result
    const changed = held.length === 0 && after !== before
    clock.turn(askedAt, { changed, reading: pipeline.isReading() })
    if (held.length === 0 && after !== undefined) await offer(after, result, changed)
    else observer?.ended('held', result.ms)
    selfRefresh.turn()
    board.turn()
    deps.onCycle?.(result)
    for (const waiter of asked) waiter.resolve(result)
    return result
  }

  const stale = (): readonly string[] =>
    [...pipeline.sources.values()].filter(source => source.problem() !== undefined).map(source => source.tap.id)

  const withheld = (): readonly Problem[] => [...pipeline.sources.keys()].flatMap(tap => board.of(tap.id, 'guard'))

  const report = ({ number: cycle, reasons, held, ms }: CycleResult): void => {
    board.set('core/cycle', 'held', held)
    log.debug('Cycle', { cycle, reasons: reasons.join(', '), ms: Math.round(ms), held: held.length > 0 })
  }

  const isInSync = (): boolean => [...generators.values()].every(generator => generator.status().state === 'in sync')

  const offer = async (snapshot: Snapshot, result: CycleResult, changed: boolean): Promise<void> => {
    const force = forced
    forced = new Set()
    applyLog.started(snapshot, result)
    await hooks.generateConfig.promise({
      run: async tap => generators.get(tap)?.offer(snapshot, force === 'all' || force.has(tap)),
    })
    void idle().then(() => {
      const inSync = isInSync()
      observer?.ended(inSync ? (changed ? 'applied' : 'unchanged') : 'failed', result.ms)
      if (!inSync) return
      applyLog.applied(pipeline.snapshot())
      clock.inSync()
    })
  }

  const idle = async (): Promise<void> => void (await Promise.all([...generators.values()].map(generator => generator.idle())))

  const apply = (request: RefreshRequest, own = false): void => {
    if (request.kind === 'everything') {
      for (const source of pipeline.sources.values()) source.want('all', own)
      forced = 'all'
    } else if (request.kind === 'sources') for (const tap of request.taps) pipeline.sources.get(tap)?.want(request.scope, own)
    else if (request.kind === 'annotations') pipeline.annotator.force(new Set(request.taps), request.services)
    else if (request.kind === 'generators' && forced !== 'all') forced = new Set([...forced, ...request.taps])
  }

  const request = (what: RefreshRequest, reason: string): void => {
    if (what.kind === 'nothing') return
    const tap = currentTap()
    // Asked for by what a cycle itself calls: it may go round, but slowly.
    const own = tap !== undefined && tap.hook !== 'notify'
    apply(what, own)
    if (own) selfRefresh.note(tap)
    scheduler.request(reason, own ? settings.maxWaitMs : 0)
  }

  const waitFor = async (ask: () => void): Promise<CycleResult> => {
    if (stopped) throw new ProxymError(stoppedAlready)
    const waiter = Promise.withResolvers<CycleResult>()
    waiters.push(waiter)
    ask()
    const result = await waiter.promise
    await idle()
    return result
  }

  return {
    pipeline,
    generators,
    last: (): CycleResult | undefined => last,
    /** Resolves when the first cycle has ended and what it wrote has been tried once; held is an outcome too. */
    firstOutcome: firstOutcome.promise,
    changedAt: applyLog.changedAt,
    /** When a cycle last ended, or since when there could be one, on the clock of `performance.now()`. */
    turnedAt: (): number => turnedAt,
    refreshBy: (owner: TapOwner, reason: string, scope?: RefreshScope): void =>
      request(refreshRequest(owner, deps.taps, scope), `${owner.name}: ${reason}`),
    refreshAll: (reason: string): void => request({ kind: 'everything' }, reason),
    /** Read everything; resolves with the cycle that has, when its generators have been called. */
    refreshAndWait: (reason: string): Promise<CycleResult> => waitFor(() => request({ kind: 'everything' }, reason)),
    /** One cycle that waits for each source up to its deadline. */
    async once(reason: string): Promise<CycleResult> {
      apply({ kind: 'everything' })
      const first = await run([reason], Number.POSITIVE_INFINITY)
      const asked = await secondReading.wait(pipeline.guard.confirmations())
      for (const tap of asked) pipeline.sources.get(tap)?.want('all')
      const result = asked.length === 0 ? first : await run([`${reason}, read again`], Number.POSITIVE_INFINITY)
      await idle()
      return result
    },
    /**
     * Remove at once what waits under this digest; resolves with the cycle that has, when its generators have been called.
     *
     * @throws ProxymError `PROXYM_CONFIRM_UNKNOWN`
     */
    async confirm(digest: string): Promise<CycleResult> {
      const waiting = pipeline.guard.digests()
      if (!pipeline.guard.confirm(digest)) throw new ProxymError(unknownDigest(digest, waiting))
      return waitFor(() => scheduler.request(`confirmed ${digest}`))
    },
    /** As `once`, but nothing is touched: the generators say what they would do. With `preview` false they are not asked. */
    async dryRun(reason: string, preview: boolean): Promise<DryRunResult> {
      apply({ kind: 'everything' })
      const startedAt = performance.now()
      const { held, after } = await pipeline.run(Number.POSITIVE_INFINITY)
      const changes = compareSnapshots(undefined, after)
      const shown = held.length === 0 && preview ? after : undefined
      const { previews, silent } = await previewAll(hooks.generateConfig, generators, shown)
      return {
        number: 1,
        reasons: [reason],
        snapshot: after,
        held,
        withheld: withheld(),
        stale: stale(),
        changes,
        ms: performance.now() - startedAt,
        previews,
        silent,
      }
    },
    problems: (): readonly Problem[] => board.all(),
    idle,
    /** Whether a cycle or a generator is at work. */
    isBusy: (): boolean => scheduler.isRunning() || [...generators.values()].some(generator => generator.isRunning()),
    async stop(): Promise<void> {
      stopped = true
      confirmations.stop()
      secondReading.stop()
      await Promise.all([scheduler.stop(), pipeline.stop(), ...[...generators.values()].map(generator => generator.stop())])
      for (const waiter of waiters.splice(0)) waiter.reject(new ProxymError(stoppedAlready))
    },
  }
}

export type Cycle = ReturnType<typeof createCycle>

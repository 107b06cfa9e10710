import type { Snapshot } from '../hooks/contract.ts'
import type { RawHooks } from '../hooks/hooks.ts'
import type { TapRecord } from '../hooks/tap-record.ts'
import type { Problem } from '../problem.ts'
import type { Service } from '../service.ts'
import type { Settings } from '../settings.ts'
import { createAnnotator } from './annotator.ts'
import { noSources, waitingForAnnotate, waitingForSource } from './errors.ts'
import { createGuard } from './guard/guard.ts'
import type { GuardedChange } from './guard/shrink-guard.ts'
import { createIds } from './ids.ts'
import type { Suggest } from './key-contents.ts'
import type { ProblemBoard } from './problem-board.ts'
import { createSettlement } from './settlement.ts'
import { changeSnapshot, createSnapshot } from './snapshot.ts'
import { createSource, type Source } from './source.ts'
import type { Entry } from './source-keys.ts'
import type { Trace } from './trace.ts'

/** The name under which core itself appears where a tap is named. */
const CLAIMS = 'core/claims'

export interface PipelineDeps {
  readonly hooks: RawHooks
  readonly taps: (hook: TapRecord['hook']) => readonly TapRecord[]
  readonly settings: Settings
  readonly board: ProblemBoard
  readonly suggest: Suggest
  readonly random: () => number
  readonly requestCycle: (reason: string, afterMs?: number) => void
  /** Whether some output holds something that an empty outcome would wipe. */
  readonly targetExists: () => Promise<boolean>
}

/** Sources → ids → annotate → guard → claims → snapshot. Everything is kept from cycle to cycle, so that a cycle costs what changed. */
export function createPipeline(deps: PipelineDeps) {
  const { hooks, board } = deps
  const sources = new Map<TapRecord, Source>(
    deps.taps('generateServices').map((tap, rank) => [tap, createSource(tap, rank, deps)]),
  )
  const annotator = createAnnotator({ ...deps, hook: hooks.annotate, taps: () => deps.taps('annotate') })
  const ids = createIds()
  const guard = createGuard({ ...deps, sources })
  const settlement = createSettlement()
  const services = new Map<string, Service>()
  /** What the last snapshot does not have yet. */
  const changed = new Map<string, Service | undefined>()
  let snapshot: Snapshot | undefined

  const takeSources = (): void => {
    const touched = new Set<string>()
    for (const source of sources.values()) for (const id of ids.apply(source.takeDelta())) touched.add(id)
    annotator.update([...touched].map(id => [id, ids.owner(id)?.contribution.service]))
    for (const id of touched) board.set(CLAIMS, `id ${id}`, ids.losses(id))
  }

  const takeAnnotations = (): void => {
    const reported = annotator.takeFinished().map((id): GuardedChange => {
      const [service, owner] = [annotator.result(id), ids.owner(id)]
      return [id, service === null || owner === undefined ? undefined : { tap: owner.tap, rank: owner.rank, service }]
    })
    settle(guard.update(reported))
  }

  const settle = (changes: readonly GuardedChange[]): void => {
    const settled = settlement.apply(changes.map(([id, guarded]) => [id, guarded?.service, guarded?.rank ?? 0]))
    for (const id of settled) {
      const service = settlement.service(id)
      if (service === undefined) services.delete(id)
      else services.set(id, service)
      changed.set(id, service)
      board.set(CLAIMS, `claim ${id}`, settlement.losses(id))
    }
  }

  const givenBy = (entry: Entry | undefined): ReadonlySet<string> => {
    if (entry === undefined) return new Set()
    const { tap, key, contribution } = entry
    return new Set(Object.keys(sources.get(tap)?.keys.rawOf(key, contribution) ?? {}))
  }

  const holds = async (): Promise<readonly Problem[]> => {
    // Only the very first outcome can be held here: from then on everybody has answered once.
    if (snapshot !== undefined) return []
    if (sources.size === 0) return [noSources]
    const silent = [...sources.values()].filter(source => !source.tap.owner.optional && !source.isKnown())
    const waiting = silent.map(source => waitingForSource(source.tap.id, source.problem()))
    const unannotated = waiting.length > 0 ? undefined : annotator.firstUnannotated()
    if (unannotated !== undefined) return [waitingForAnnotate(unannotated.tap, unannotated.id)]
    return waiting.length > 0 ? waiting : guard.emptyStarts()
  }

  return {
    sources,
    annotator,
    guard,
    snapshot: (): Snapshot | undefined => snapshot,
    /** Whether a source has not answered yet. */
    isReading: (): boolean => [...sources.values()].some(source => source.isRunning()),
    /** Which key of which source a service of the snapshot comes from. */
    entryOf: (id: string): Entry | undefined => ids.owner(id),
    /** Every service as it is reported. */
    reported: ids.reported,
    /** What became of one id at each step. */
    trace(id: string): Trace {
      const claimants = ids.claimants(id)
      return {
        claimants,
        given: () => givenBy(claimants[0]),
        steps: annotator.steps(id),
        annotated: annotator.result(id),
        shown: guard.shownService(id),
        settled: settlement.service(id),
      }
    },
    /** Start from what an earlier proxym showed the generators; `known` are the sources that had answered it. */
    restore(shown: readonly GuardedChange[], known: readonly TapRecord[]): void {
      guard.restore(shown, known)
      settle(shown)
    },
    /** One pass. With endless patience each call still ends at its own deadline. */
    async run(patienceMs: number): Promise<{
      readonly held: readonly Problem[]
      readonly before: Snapshot | undefined
      readonly after: Snapshot | undefined
    }> {
      await hooks.generateServices.promise({ run: tap => sources.get(tap)?.collect(patienceMs) ?? Promise.resolve() })
      takeSources()
      await annotator.run(patienceMs)
      takeAnnotations()
      const before = snapshot
      const held = await holds()
      if (held.length === 0) {
        snapshot = before === undefined ? createSnapshot(services.values()) : changeSnapshot(before, changed)
        changed.clear()
      }
      return { held, before, after: snapshot }
    },
    async stop(): Promise<void> {
      annotator.stop()
      await Promise.all([...sources.values()].map(source => source.stop()))
    },
  }
}

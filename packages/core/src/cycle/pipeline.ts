import type { Snapshot } from '../hooks/contract.ts'
import type { RawHooks } from '../hooks/hooks.ts'
import type { TapRecord } from '../hooks/tap-record.ts'
import type { Problem } from '../problem.ts'
import type { Service } from '../service.ts'
import type { Settings } from '../settings.ts'
import { createAnnotator } from './annotator.ts'
import { noSources, waitingForAnnotate, waitingForSource } from './errors.ts'
import { createIds } from './ids.ts'
import type { Suggest } from './key-contents.ts'
import type { ProblemBoard } from './problem-board.ts'
import { createSettlement } from './settlement.ts'
import { createSnapshot } from './snapshot.ts'
import { createSource, type Source } from './source.ts'

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
}

/** Sources → ids → annotate → claims → snapshot. Everything is kept from cycle to cycle, so that a cycle costs what changed. */
export function createPipeline(deps: PipelineDeps) {
  const { hooks, board } = deps
  const sources = new Map<TapRecord, Source>(
    deps.taps('generateServices').map((tap, rank) => [tap, createSource(tap, rank, deps)]),
  )
  const annotator = createAnnotator({ ...deps, hook: hooks.annotate, taps: () => deps.taps('annotate') })
  const ids = createIds()
  const settlement = createSettlement()
  const services = new Map<string, Service>()
  let snapshot: Snapshot | undefined

  const takeSources = (): void => {
    const touched = new Set<string>()
    for (const source of sources.values()) for (const id of ids.apply(source.takeDelta())) touched.add(id)
    annotator.update([...touched].map(id => [id, ids.owner(id)?.contribution.service]))
    for (const id of touched) board.set(CLAIMS, `id ${id}`, ids.losses(id))
  }

  const takeAnnotations = (): void => {
    const changes = annotator.takeFinished().map(id => [id, annotator.result(id) ?? undefined, ids.owner(id)?.rank ?? 0] as const)
    const settled = settlement.apply(changes)
    for (const id of settled) {
      const service = settlement.service(id)
      if (service === undefined) services.delete(id)
      else services.set(id, service)
      board.set(CLAIMS, `claim ${id}`, settlement.losses(id))
    }
  }

  const holds = (): readonly Problem[] => {
    // Only the very first outcome can be held here: from then on everybody has answered once.
    if (snapshot !== undefined) return []
    if (sources.size === 0) return [noSources]
    const silent = [...sources.values()].filter(source => !source.tap.owner.optional && !source.isKnown())
    const waiting = silent.map(source => waitingForSource(source.tap.id, source.problem()))
    const unannotated = waiting.length > 0 ? undefined : annotator.firstUnannotated()
    return unannotated === undefined ? waiting : [waitingForAnnotate(unannotated.tap, unannotated.id)]
  }

  return {
    sources,
    annotator,
    snapshot: (): Snapshot | undefined => snapshot,
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
      const held = holds()
      if (held.length === 0) snapshot = createSnapshot(services.values(), before)
      return { held, before, after: snapshot }
    },
    async stop(): Promise<void> {
      annotator.stop()
      await Promise.all([...sources.values()].map(source => source.stop()))
    },
  }
}

import type { Cycle } from '../cycle/cycle.ts'
import type { GeneratorStatus } from '../cycle/generator.ts'
import type { Withheld } from '../cycle/guard/shrink-guard.ts'
import type { StandingProblem } from '../cycle/problem-board.ts'
import type { SourceStatus } from '../cycle/source.ts'
import type { Rejection } from '../cycle/source-keys.ts'
import type { Trace } from '../cycle/trace.ts'
import type { Snapshot } from '../hooks/contract.ts'
import type { Problem } from '../problem.ts'
import type { Service } from '../service.ts'

/** What the cycle knows, as far as an explanation needs it. */
export interface Knowledge {
  /** By `plugin/tap`. */
  readonly sources: ReadonlyMap<string, SourceStatus>
  readonly generators: ReadonlyMap<string, { readonly status: GeneratorStatus; readonly applied: Snapshot | undefined }>
  /** Everything that is wrong now. */
  readonly problems: readonly StandingProblem[]
  /** Why nothing is written. */
  readonly held: readonly Problem[]
  readonly withheld: readonly Withheld[]
  /** What the outputs are given; undefined before the first outcome. */
  readonly routed: ReadonlyMap<string, Service> | undefined
  trace(id: string): Trace
  /** The ids of a key of any source, valid or not. */
  idsOfKey(key: string): readonly string[]
  /** Every service as it is reported, and as it went past the guard. */
  versions(): Iterable<Service>
  /** What is not valid. */
  rejections(): readonly Rejection[]
}

/** Look at a cycle. */
export function knowledgeOf({ pipeline, generators, last }: Cycle, problems: readonly StandingProblem[]): Knowledge {
  const sources = [...pipeline.sources.values()]
  const snapshot = pipeline.snapshot()
  return {
    problems,
    sources: new Map(sources.map(source => [source.tap.id, source.status()])),
    generators: new Map(
      [...generators.values()].map(({ tap, status, applied }) => [tap.id, { status: status(), applied: applied() }]),
    ),
    held: last()?.held ?? [],
    withheld: pipeline.guard.withheld(),
    routed: snapshot === undefined ? undefined : new Map(snapshot.services.map(service => [service.id, service])),
    trace: pipeline.trace,
    idsOfKey: key =>
      sources.flatMap(({ keys }) => [...keys.idsOf(key), ...keys.rejected(key).flatMap(({ subject }) => subject ?? [])]),
    versions: () => [...pipeline.reported(), ...pipeline.guard.shownServices()],
    rejections: () => sources.flatMap(({ keys }) => keys.rejections()),
  }
}

import type { Cycle } from '../cycle/cycle.ts'
import type { RawAnswer } from '../cycle/restore.ts'
import type { Service } from '../service.ts'
import type { KeptState } from './plugin-context.ts'

/** What one proxym passes on to the next when the configuration is read again. */
export interface Handover {
  /** What each source last reported; asked for when the next proxym starts. */
  answers(): ReadonlyMap<string, RawAnswer>
  /** What the generators were shown of each source: the next proxym lets none of it vanish all at once. */
  shown(): ReadonlyMap<string, readonly Service[]>
  readonly kept: KeptState
}

/** What the next proxym is to know of this cycle. */
export function handoverOf({ pipeline }: Cycle, kept: KeptState): Handover {
  return {
    kept,
    answers: () =>
      new Map(
        [...pipeline.sources.values()].filter(source => source.isKnown()).map(source => [source.tap.id, source.exported()]),
      ),
    shown: () => {
      const services = Map.groupBy(pipeline.guard.shown().values(), ({ tap }) => tap.id)
      return new Map([...services].map(([tap, list]) => [tap, list.map(({ service }) => service)]))
    },
  }
}

/** Take over what an earlier proxym knew, as far as this one has the same sources. */
export async function takeOver({ pipeline }: Cycle, handover: Handover): Promise<void> {
  const [answers, shown] = [handover.answers(), handover.shown()]
  const known = [...pipeline.sources.values()].filter(({ tap }) => answers.has(tap.id))
  for (const source of known) await source.restore(answers.get(source.tap.id) ?? [])
  pipeline.restore(
    known.flatMap(({ tap, rank }) => (shown.get(tap.id) ?? []).map(service => [service.id, { tap, rank, service }] as const)),
    known.map(({ tap }) => tap),
  )
}

import type { Cycle } from '../cycle/cycle.ts'
import type { Source } from '../cycle/source.ts'
import type { KnownSource } from '../state/remembered.ts'
import type { KeptState } from './kept-state.ts'

/**
 * What one proxym passes on to the next: to the one of the next configuration in the same process, or through the state folder to the one
 * of the next process.
 */
export interface Handover {
  /** Every source there is, also those of which nothing is known yet. */
  readonly taps: readonly string[]
  /** The sources that are known now, by tap. The revision grows when what is known changes; `take` is for when it is needed. */
  sources(): ReadonlyMap<string, { readonly revision: number; readonly take: () => KnownSource }>
  readonly kept: KeptState
}

/** What the next proxym is to know of this cycle. */
export function handoverOf({ pipeline }: Cycle, kept: KeptState): Handover {
  const { sources, guard } = pipeline
  // "None" that nobody has believed yet is no knowledge: the next proxym would not ask a second time.
  const isSure = ({ tap, keys, isKnown }: Source) =>
    isKnown() && (keys.count() > 0 || pipeline.snapshot() !== undefined || guard.believes(tap))
  return {
    kept,
    taps: [...sources.keys()].map(({ id }) => id),
    sources: () =>
      new Map(
        [...sources.values()].filter(isSure).map(({ tap, keys, exported }) => [
          tap.id,
          {
            // Both only grow: their sum does when one of them does.
            revision: keys.revision() + guard.revision(tap),
            take: () => ({ answer: exported(), shown: guard.shownOf(tap) }),
          },
        ]),
      ),
  }
}

/** Take over what an earlier proxym knew, as far as this one has the same sources. */
export async function takeOver({ pipeline }: Cycle, handover: Handover): Promise<void> {
  const known = handover.sources()
  const taken = [...pipeline.sources.values()].flatMap(source => {
    const found = known.get(source.tap.id)?.take()
    return found === undefined ? [] : [{ source, ...found }]
  })
  for (const { source, answer } of taken) await source.restore(answer)
  pipeline.restore(
    taken.flatMap(({ source: { tap, rank }, shown }) =>
      // The label of a plugin may be another one now; a service never changes its label.
      shown.filter(({ source }) => source === tap.owner.source).map(service => [service.id, { tap, rank, service }] as const),
    ),
    taken.map(({ source }) => source.tap),
  )
}

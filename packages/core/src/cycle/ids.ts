import type { Problem } from '../problem.ts'
import type { Service } from '../service.ts'
import { lostId } from './errors.ts'
import type { Delta, Entry } from './source-keys.ts'

/** Which entry owns each id. Kept from cycle to cycle: the cost is that of the change. */
export function createIds() {
  const claimants = new Map<string, Entry[]>()

  return {
    /** Take a change over; returns the ids that it touched. */
    apply({ removed, added }: Delta): ReadonlySet<string> {
      const touched = new Set<string>()
      for (const entry of removed) {
        const { id } = entry.contribution.service
        const left = (claimants.get(id) ?? []).filter(other => other !== entry)
        if (left.length === 0) claimants.delete(id)
        else claimants.set(id, left)
        touched.add(id)
      }
      for (const entry of added) {
        const { id } = entry.contribution.service
        claimants.set(id, [...(claimants.get(id) ?? []), entry].sort(compareEntries))
        touched.add(id)
      }
      return touched
    },
    owner: (id: string): Entry | undefined => claimants.get(id)?.[0],
    /** Every service as it is reported, those that have lost their id too. */
    reported: (): readonly Service[] => [...claimants.values()].flat().map(({ contribution }) => contribution.service),
    /** Who reports an id, the owner first. */
    claimants: (id: string): readonly Entry[] => claimants.get(id) ?? [],
    /** What the others lost. */
    losses(id: string): readonly (Problem & { readonly tap: string })[] {
      const [owner, ...losers] = claimants.get(id) ?? []
      if (owner === undefined) return []
      return losers.map(loser => ({ ...lostId(id, nameOf(owner), nameOf(loser)), tap: loser.tap.id }))
    },
  }
}

// The plugin and tap listed first, then the key, then the position in it.
function compareEntries(a: Entry, b: Entry): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  if (a.key !== b.key) return a.key < b.key ? -1 : 1
  return a.contribution.position - b.contribution.position
}

function nameOf({ tap, key, contribution }: Entry): string {
  return contribution.origin ?? (key === '' ? tap.id : `${tap.id} (${key})`)
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSortedList } from '../../src/data/sorted-list.ts'

interface Item {
  readonly rank: number
}
const byRank = (a: Item, b: Item) => a.rank - b.rank
const item = fc.integer({ min: 0, max: 30 }).map((rank): Item => ({ rank }))
/** Ranks to add, and places of items to remove; few or many. */
const changes = fc.array(
  fc.record({
    added: fc.oneof(fc.array(item, { maxLength: 4 }), fc.array(item, { maxLength: 60 })),
    removed: fc.oneof(fc.array(fc.nat(100), { maxLength: 4 }), fc.array(fc.nat(100), { maxLength: 60 })),
  }),
  { maxLength: 8 },
)

test('holds what a plain sort gives: those that were there before their equals, whatever comes and goes', () => {
  fc.assert(
    fc.property(changes, all => {
      const list = createSortedList(byRank)
      let plain: readonly Item[] = []
      for (const { added, removed } of all) {
        const gone = new Set(removed.flatMap(place => plain[place] ?? []))
        const before = list.items()
        const copy = [...before]
        list.update(gone, added)
        plain = [...plain.filter(one => !gone.has(one)), ...added].toSorted(byRank)
        expect(list.items()).toEqual(plain)
        expect(list.items().every((one, place) => one === plain[place])).toBe(true)
        // Whoever has the earlier list keeps it as it was.
        expect(before).toEqual(copy)
      }
    }),
    { numRuns: 500 },
  )
})

test('nothing that comes or goes gives the same list again', () => {
  const list = createSortedList(byRank)
  list.update(new Set(), [{ rank: 2 }, { rank: 1 }])
  const before = list.items()
  list.update(new Set(), [])
  expect(list.items()).toBe(before)
})

test('what was never there cannot be removed, and takes nothing else with it', () => {
  const list = createSortedList(byRank)
  list.update(new Set(), [{ rank: 1 }, { rank: 2 }])
  list.update(new Set([{ rank: 1 }]), [])
  expect(list.items()).toEqual([{ rank: 1 }, { rank: 2 }])
})

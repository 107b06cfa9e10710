import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Held, type Plan, plan } from '../src/plan.ts'

type Lists = Map<string, Held>
interface World {
  readonly lists: Lists
  readonly indexes: Map<string, Set<string>>
}

const domain: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e', '*.f', '*')
const entries = fc.array(fc.constantFrom('id', 'u1', 'u2'), { minLength: 1, maxLength: 4 })
const index = fc.uniqueArray(domain).map(domains => new Set(domains))
const worlds = fc.record({
  lists: fc.array(fc.tuple(domain, fc.oneof({ weight: 4, arbitrary: entries }, fc.constant('no list' as const)))),
  mine: index,
  one: index,
  two: index,
  wanted: fc.array(fc.tuple(domain, entries)),
})

/** What a store does with a plan. */
function carryOut(world: World, { claims, releases, writes, removals }: Plan): void {
  const mine = world.indexes.get('me') ?? new Set<string>()
  for (const name of claims) mine.add(name)
  for (const name of [...releases, ...removals]) mine.delete(name)
  for (const { domain: name, entries: list } of writes) world.lists.set(name, list)
  for (const name of removals) world.lists.delete(name)
  world.indexes.set('me', mine)
}

const copyOf = ({ lists, indexes }: World): World => ({
  lists: new Map(lists),
  indexes: new Map([...indexes].map(([owner, domains]) => [owner, new Set(domains)])),
})

function step(world: World, wanted: ReadonlyMap<string, readonly string[]>): Plan {
  const { me, ...others } = Object.fromEntries(world.indexes)
  return plan(wanted, world.lists, { mine: me ?? new Set(), others: new Map(Object.entries(others)) })
}

test('after any plan in any world, the world is the wanted one and nothing foreign was touched', () => {
  fc.assert(
    fc.property(worlds, ({ lists, mine, one, two, wanted: pairs }) => {
      const wanted = new Map(pairs)
      const world: World = {
        lists: new Map(lists),
        indexes: new Map([
          ['me', mine],
          ['one', one],
          ['two', two],
        ]),
      }
      const before = copyOf(world)
      const first = step(world, wanted)
      carryOut(world, first)
      const foreign = (name: string): boolean => one.has(name) || two.has(name)

      expect([...world.indexes].slice(1)).toEqual([...before.indexes].slice(1))
      for (const name of new Set([...before.lists.keys(), ...wanted.keys(), ...mine])) {
        const [was, is, want] = [before.lists.get(name), world.lists.get(name), wanted.get(name)]
        const isOurs = world.indexes.get('me')?.has(name) ?? false
        if (foreign(name) || was === 'no list') expect(is).toBe(was)
        else if (want !== undefined) expect([is, isOurs]).toEqual([want, true])
        else if (before.indexes.get('me')?.has(name) === true) expect([is, isOurs]).toEqual([undefined, false])
        else expect([is, isOurs]).toEqual([was, false])
        if (foreign(name)) expect(isOurs).toBe(false)
      }
      // Reported exactly where it is wanted and could not be.
      expect(first.conflicts.map(conflict => conflict.domain)).toEqual([...wanted.keys()].filter(foreign).sort())
      expect(first.misfits).toEqual(
        [...wanted.keys()].filter(name => !foreign(name) && before.lists.get(name) === 'no list').sort(),
      )
      // And then there is nothing left to do.
      const second = step(world, wanted)
      expect({ ...second, conflicts: [], misfits: [] }).toEqual({
        claims: [],
        writes: [],
        removals: [],
        releases: [],
        conflicts: [],
        misfits: [],
      })
    }),
    { numRuns: 2000 },
  )
})

test('two owners with any wishes, in any turns, never delete or rewrite what the other has', () => {
  const wishes = fc.array(fc.tuple(fc.constantFrom('me', 'you'), fc.array(fc.tuple(domain, entries))), { maxLength: 12 })
  fc.assert(
    fc.property(wishes, turns => {
      const world: World = { lists: new Map(), indexes: new Map() }
      for (const [who, pairs] of turns) {
        const other = who === 'me' ? 'you' : 'me'
        const theirs = new Map([...(world.indexes.get(other) ?? [])].map(name => [name, world.lists.get(name)]))
        const seen: World = {
          lists: world.lists,
          indexes: new Map([
            ['me', world.indexes.get(who) ?? new Set()],
            ['you', world.indexes.get(other) ?? new Set()],
          ]),
        }
        carryOut(seen, step(seen, new Map(pairs)))
        world.indexes.set(who, seen.indexes.get('me') ?? new Set())
        for (const [name, list] of theirs) expect(world.lists.get(name)).toBe(list)
        expect([...(world.indexes.get('me') ?? [])].filter(name => world.indexes.get('you')?.has(name))).toEqual([])
        expect([...world.lists.keys()].sort()).toEqual([...new Set([...world.indexes.values()].flatMap(set => [...set]))].sort())
      }
    }),
    { numRuns: 500 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Hold, judge, type Situation } from '../../../src/cycle/guard/judge.ts'

const set = (...ids: readonly string[]) => new Set(ids)
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `s${from + index}`)
const situation: Situation = {
  missing: set(),
  before: 10,
  after: 10,
  confirmed: set(),
  readAt: 0,
  now: 1000,
  confirmMs: 30_000,
}
const six = set(...ids(6))
const held: Hold = { ids: six, before: 10, dueAt: 31_000 }

test('holds what takes too much away, from now for confirmMs', () => {
  expect(judge(undefined, { ...situation, missing: six, after: 4 })).toEqual({ released: set(), hold: held })
})

test('releases what does not, and everything when it is off', () => {
  const five = set(...ids(5))
  expect(judge(undefined, { ...situation, missing: five, after: 5 })).toEqual({ released: five, hold: undefined })
  expect(judge(undefined, { ...situation, missing: six, after: 4, confirmMs: 0 })).toEqual({ released: six, hold: undefined })
})

test('releases when a full read that began late enough agrees', () => {
  const agrees = { ...situation, missing: six, after: 4, now: 31_100 }
  expect(judge(held, { ...agrees, readAt: 30_999 })).toEqual({ released: set(), hold: held })
  expect(judge(held, { ...agrees, readAt: 31_000 })).toEqual({ released: six, hold: undefined })
})

test('begins anew when some came back and still too many are missing', () => {
  const other = set('x', ...ids(5))
  expect(judge(held, { ...situation, missing: other, after: 4, readAt: 31_000, now: 31_100 })).toEqual({
    released: set(),
    hold: { ids: other, before: 10, dueAt: 61_100 },
  })
})

test('lets go of the rest when so many came back that it is no shrink any more', () => {
  const few = set(...ids(2))
  expect(judge(held, { ...situation, missing: few, after: 8 })).toEqual({ released: few, hold: undefined })
})

test('is not diluted by services that come while it holds', () => {
  expect(judge(held, { ...situation, missing: six, before: 110, after: 104 }).hold).toEqual(held)
})

test('judges what vanished since as a change of its own, once the first is confirmed', () => {
  const more = set(...ids(9))
  const verdict = judge(held, { ...situation, missing: more, before: 10, after: 1, readAt: 31_000, now: 31_100 })
  // 3 of the 4 that are left: no more than five, and one stays.
  expect(verdict).toEqual({ released: more, hold: undefined })
  const all = set(...ids(10))
  const none = judge(held, { ...situation, missing: all, before: 10, after: 0, readAt: 31_000, now: 31_100 })
  expect([...none.released].sort()).toEqual(ids(6))
  expect(none.hold).toEqual({ ids: set(...ids(4, 6)), before: 4, dueAt: 61_100 })
})

test('releases what a person confirmed, and only that', () => {
  const more = set(...ids(10))
  const verdict = judge(held, { ...situation, missing: more, after: 0, confirmed: six })
  expect(verdict.released).toEqual(six)
  expect(verdict.hold?.ids).toEqual(set(...ids(4, 6)))
})

test('nothing that too large a change removes is released before it was said twice, whatever happens between', () => {
  const step = fc.record({ missing: fc.uniqueArray(fc.integer({ min: 0, max: 11 })), pass: fc.integer({ min: 0, max: 20_000 }) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), steps => {
      let hold: Hold | undefined
      let now = 0
      /** When each missing id was first missing, without having been back since. */
      const since = new Map<string, number>()
      let gone = 0
      for (const { missing: numbers, pass } of steps) {
        now += pass
        const missing = set(...numbers.map(number => `s${number}`))
        for (const id of since.keys()) if (!missing.has(id)) since.delete(id)
        for (const id of missing) if (!since.has(id)) since.set(id, now)
        const after = 12 - missing.size
        const verdict = judge(hold, { ...situation, missing, before: 12, after, readAt: now, now })
        expect(verdict.released.isSubsetOf(missing)).toBe(true)
        if (verdict.hold !== undefined) expect(verdict.hold.ids.isDisjointFrom(verdict.released)).toBe(true)
        const large = missing.size === 12 || missing.size > 6
        const early = [...verdict.released].filter(id => now - (since.get(id) ?? now) < 30_000)
        // What vanished last may go along when it is small by itself.
        if (large) expect(early.length).toBeLessThanOrEqual(Math.max(5, (12 - verdict.released.size + early.length) / 2))
        if (large && hold === undefined) expect(verdict.released.size).toBe(0)
        hold = verdict.hold
        gone += verdict.released.size
        if (gone > 0) return
      }
    }),
    { numRuns: 2000 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostChecks, searchGuilty, type Verdict } from '../../src/quarantine/search.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => `s${String(index).padStart(4, '0')}`)
const silent: Verdict = { strong: new Map(), weak: new Map(), words: 'refused' }

interface World {
  readonly changes: readonly string[]
  readonly culprits?: readonly string[]
  /** Two that are refused only together. */
  readonly pairs?: readonly (readonly [string, string])[]
  /** Whether the base is refused as well. */
  readonly broken?: boolean
  /** What a refusal of these changes points at. */
  readonly pointsAt?: (guilty: readonly string[], made: ReadonlySet<string>) => Partial<Verdict>
  readonly hasTime?: (checks: number) => boolean
}

/** Search in a world in which it is known who is guilty; every check is noted. */
async function search({ changes, culprits = [], pairs = [], broken = false, pointsAt, hasTime }: World) {
  const checks: ReadonlySet<string>[] = []
  const verdict = (made: ReadonlySet<string>): Verdict | undefined => {
    const guilty = [...culprits.filter(id => made.has(id)), ...pairs.filter(pair => pair.every(id => made.has(id))).flat()]
    if (guilty.length === 0 && !broken) return undefined
    return { ...silent, ...pointsAt?.(guilty, made) }
  }
  const first = verdict(new Set(changes)) ?? silent
  const findings = await searchGuilty({
    ...{ changes, first },
    hasTime: () => hasTime?.(checks.length) ?? true,
    test: async made => {
      checks.push(made)
      return verdict(made)
    },
  })
  return { ...findings, guilty: [...findings.guilty.keys()].sort(), checks, verdict }
}

const strongly = (guilty: readonly string[]) => ({ strong: new Map(guilty.map(id => [id, `words for ${id}`])) })
const onlyFirst = (guilty: readonly string[]) => strongly(guilty.slice(0, 1))
const weakly =
  (...innocents: readonly string[]) =>
  (guilty: readonly string[]) => ({ weak: new Map([...guilty, ...innocents].map(id => [id, 'weak words'])) })

test('one of 1,000 without a line number costs 12 checks', async () => {
  const changes = ids(1000)
  const found = await search({ changes, culprits: ['s0613'] })
  expect(found).toMatchObject({ fault: 'services', guilty: ['s0613'], undecided: [] })
  expect(found.accepted).toHaveLength(999)
  expect(found.checks.length).toBeLessThanOrEqual(12)
})

test('one, or three, whose own lines are complained about cost one check', async () => {
  const changes = ids(1000)
  for (const culprits of [['s0500'], ['s0000', 's0500', 's0999']]) {
    const found = await search({ changes, culprits, pointsAt: strongly })
    expect(found).toMatchObject({ guilty: culprits, undecided: [] })
    expect(found.accepted).toHaveLength(1000 - culprits.length)
    expect(found.checks).toHaveLength(1)
  }
})

test('where only the first line is told, as by nginx, each culprit costs a check', async () => {
  const culprits = ['s0000', 's0500', 's0999']
  const found = await search({ changes: ids(1000), culprits, pointsAt: onlyFirst })
  expect(found).toMatchObject({ guilty: culprits, undecided: [] })
  expect(found.checks).toHaveLength(3)
})

test('services that are only named are searched among themselves', async () => {
  const found = await search({ changes: ids(1000), culprits: ['s0500'], pointsAt: weakly('s0001', 's0002') })
  expect(found).toMatchObject({ guilty: ['s0500'], undecided: [] })
  expect(found.checks.length).toBeLessThanOrEqual(4)
})

test('a line that points at the wrong service does not cost it its place', async () => {
  const found = await search({ changes: ids(100), culprits: ['s0070'], pointsAt: () => strongly(['s0003']) })
  expect(found).toMatchObject({ guilty: ['s0070'], undecided: [] })
  expect(found.accepted).toContain('s0003')
})

test('a base that is refused as well finds nobody guilty, whatever is pointed at', async () => {
  for (const pointsAt of [undefined, strongly, weakly('s0001')]) {
    const found = await search({ changes: ids(9), culprits: ['s0004'], broken: true, ...(pointsAt && { pointsAt }) })
    expect(found).toMatchObject({ fault: 'elsewhere', accepted: undefined, guilty: [], undecided: [] })
  }
  const all = ids(3)
  const found = await search({ changes: all, culprits: all, broken: true, pointsAt: strongly })
  expect(found).toMatchObject({ fault: 'elsewhere', guilty: [] })
  expect(found.checks).toHaveLength(1)
})

test('of two that do not go together the later one is guilty', async () => {
  for (const pair of [
    ['s0001', 's0002'],
    ['s0001', 's0008'],
    ['s0000', 's0009'],
  ] as const) {
    const found = await search({ changes: ids(10), pairs: [pair] })
    expect(found).toMatchObject({ guilty: [pair[1]], undecided: [] })
    expect(found.accepted).toHaveLength(9)
  }
})

test('the words of a culprit are its own where the check gave some, else all', async () => {
  const pointed = await searchGuilty({
    ...{ changes: ids(2), hasTime: () => true },
    first: { ...silent, strong: new Map([['s0001', 'own words']]) },
    test: async made => (made.has('s0001') ? silent : undefined),
  })
  expect([...pointed.guilty]).toEqual([['s0001', 'own words']])
  const halved = await searchGuilty({
    ...{ changes: ids(2), hasTime: () => true, first: silent },
    test: async made => (made.has('s0001') ? silent : undefined),
  })
  expect([...halved.guilty]).toEqual([['s0001', 'refused']])
})

test('a check that fails once for another reason costs nobody its place', async () => {
  for (const count of [1, 2, 7, 100]) {
    const found = await search({ changes: ids(count) })
    expect(found).toMatchObject({ fault: 'services', accepted: ids(count), guilty: [], undecided: [] })
  }
})

test('without time for another check nothing is accepted and nobody guilty', async () => {
  const found = await search({ changes: ids(4), culprits: ['s0002'], hasTime: () => false })
  expect(found).toMatchObject({ accepted: undefined, guilty: [], undecided: ids(4) })
})

test('when the budget ends, those among which a guilty one is come last', async () => {
  const found = await search({ changes: ids(64), culprits: ['s0000'], hasTime: checks => checks < 3 })
  expect(found.accepted).toEqual([])
  expect(found.undecided).toEqual([...ids(64).slice(16), ...ids(16)])
})

const wrong = () => strongly(['s0000'])
const misled = (guilty: readonly string[]) => ({ ...wrong(), ...weakly()(guilty) })

const world = fc.integer({ min: 1, max: 300 }).chain(count => {
  const some = fc.subarray(ids(count), { maxLength: Math.min(8, count) })
  return fc.record({
    changes: fc.constant(ids(count)),
    culprits: some,
    pointsAt: fc.constantFrom(undefined, strongly, onlyFirst, weakly('s0000'), wrong, misled),
  })
})

test('whoever is guilty: at most 20 checks, no culprit is accepted, what is accepted passed as a whole, nobody is lost', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ changes, culprits, pointsAt }) => {
      fc.pre(culprits.length > 0)
      const found = await search({ changes, culprits, ...(pointsAt && { pointsAt }) })
      expect(found.checks.length).toBeLessThan(mostChecks)
      expect(found.fault).toBe('services')
      expect(found.accepted?.filter(id => culprits.includes(id)) ?? []).toEqual([])
      if (found.accepted !== undefined) {
        expect(found.verdict(new Set(found.accepted))).toBeUndefined()
        expect(found.checks).toContainEqual(new Set(found.accepted))
      }
      expect([...(found.accepted ?? []), ...found.guilty, ...found.undecided].sort()).toEqual(changes)
      if (found.undecided.length > 0) expect(found.checks.length).toBe(mostChecks - 1)
      else expect(found.guilty).toEqual(culprits.toSorted())
    }),
    { numRuns: 500 },
  )
})

test('pairs that do not go together: exactly one of each is guilty when the budget suffices', async () => {
  const pair = fc.tuple(fc.constantFrom(...ids(12)), fc.constantFrom(...ids(12))).filter(([a, b]) => a !== b)
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 2 }), async pairs => {
      const found = await search({ changes: ids(12), pairs })
      expect(found.undecided).toEqual([])
      expect(found.verdict(new Set(found.accepted))).toBeUndefined()
      for (const id of found.guilty) expect(found.verdict(new Set([...(found.accepted ?? []), id]))).toBeDefined()
    }),
  )
})

test('searching again with what is left comes to an end, with exactly the culprits guilty', async () => {
  const pointsAt = fc.constantFrom(undefined, onlyFirst, wrong)
  await fc.assert(
    fc.asyncProperty(fc.subarray(ids(200), { minLength: 1, maxLength: 40 }), pointsAt, async (culprits, given) => {
      const found = await searchToTheEnd({ changes: ids(200), culprits, ...(given && { pointsAt: given }) })
      expect(found).toEqual(culprits.toSorted())
    }),
    { numRuns: 50 },
  )
})

test('so many that show one line at a time, and one that shows none, are found in the end', async () => {
  const culprits = ids(20)
  const shy = (guilty: readonly string[]) => strongly(guilty.filter(id => id !== 's0000').slice(0, 1))
  for (const count of [16, 17, 18, 19, 20]) {
    expect(await searchToTheEnd({ changes: ids(40), culprits: culprits.slice(0, count), pointsAt: shy })).toEqual(
      culprits.slice(0, count),
    )
  }
})

/** As the plugin does it: what is not decided is searched again, what is guilty is left out. */
async function searchToTheEnd({ changes: all, culprits = [], ...world }: World) {
  const guilty = new Set<string>()
  let changes = all
  let rounds = 0
  while (changes.some(id => culprits.includes(id) && !guilty.has(id))) {
    const found = await search({ ...world, changes, culprits })
    expect(found.fault).toBe('services')
    for (const id of found.guilty) guilty.add(id)
    const undecided = new Set(found.undecided)
    // Where nothing was accepted everything that is not guilty is tried again.
    changes = found.accepted === undefined ? changes.filter(id => !guilty.has(id)) : [...undecided]
    expect(++rounds).toBeLessThan(60)
  }
  return [...guilty].sort()
}

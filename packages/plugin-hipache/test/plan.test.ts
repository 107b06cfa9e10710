import { describe, expect, test } from 'vitest'
import { type Held, type Plan, plan } from '../src/plan.ts'

const nothing: Plan = { claims: [], writes: [], removals: [], releases: [], conflicts: [], misfits: [] }

interface Case {
  readonly wanted?: Readonly<Record<string, readonly string[]>>
  readonly current?: Readonly<Record<string, Held>>
  readonly mine?: readonly string[]
  readonly others?: Readonly<Record<string, readonly string[]>>
}

const planned = ({ wanted = {}, current = {}, mine = [], others = {} }: Case): Plan =>
  plan(new Map(Object.entries(wanted)), new Map(Object.entries(current)), {
    mine: new Set(mine),
    others: new Map(Object.entries(others).map(([owner, domains]) => [owner, new Set(domains)])),
  })

describe.each<[string, Case, Partial<Plan>]>([
  ['nothing wanted, nothing owned', {}, {}],
  ['a new list', { wanted: { d: ['a'] } }, { claims: ['d'], writes: [{ domain: 'd', entries: ['a'] }] }],
  ['one that is right', { wanted: { d: ['a', 'b'] }, current: { d: ['a', 'b'] }, mine: ['d'] }, {}],
  ['one that is right, but nobody’s', { wanted: { d: ['a'] }, current: { d: ['a'] } }, { claims: ['d'] }],
  [
    'one of nobody with other entries',
    { wanted: { d: ['a'] }, current: { d: ['x'] } },
    { claims: ['d'], writes: [{ domain: 'd', entries: ['a'] }] },
  ],
  [
    'another order',
    { wanted: { d: ['a', 'b', 'c'] }, current: { d: ['a', 'c', 'b'] }, mine: ['d'] },
    { writes: [{ domain: 'd', entries: ['a', 'b', 'c'] }] },
  ],
  [
    'one entry twice',
    { wanted: { d: ['a', 'b'] }, current: { d: ['a', 'b', 'b'] }, mine: ['d'] },
    { writes: [{ domain: 'd', entries: ['a', 'b'] }] },
  ],
  ['one that is gone from the store', { wanted: { d: ['a'] }, mine: ['d'] }, { writes: [{ domain: 'd', entries: ['a'] }] }],
  ['one that vanished', { current: { d: ['a'] }, mine: ['d'] }, { removals: ['d'] }],
  ['one that vanished, and its list too', { mine: ['d'] }, { releases: ['d'] }],
  ['one of nobody that is not wanted', { current: { d: ['a'] } }, {}],
  [
    'one of another owner',
    { wanted: { d: ['a'] }, current: { d: ['x'] }, others: { o: ['d'] } },
    { conflicts: [{ domain: 'd', owner: 'o' }] },
  ],
  [
    'one of another owner with our entries',
    { wanted: { d: ['a'] }, current: { d: ['a'] }, others: { o: ['d'] } },
    { conflicts: [{ domain: 'd', owner: 'o' }] },
  ],
  [
    'one of both',
    { wanted: { d: ['a'] }, current: { d: ['x'] }, mine: ['d'], others: { o: ['d'] } },
    { conflicts: [{ domain: 'd', owner: 'o' }], releases: ['d'] },
  ],
  ['one of both that vanished', { current: { d: ['x'] }, mine: ['d'], others: { o: ['d'] } }, { releases: ['d'] }],
  ['one of two others', { wanted: { d: ['a'] }, others: { p: ['d'], o: ['d'] } }, { conflicts: [{ domain: 'd', owner: 'o' }] }],
  ['a key that is no list', { wanted: { d: ['a'] }, current: { d: 'no list' } }, { misfits: ['d'] }],
  ['ours that is no list', { wanted: { d: ['a'] }, current: { d: 'no list' }, mine: ['d'] }, { misfits: ['d'] }],
  ['ours that vanished and is no list', { current: { d: 'no list' }, mine: ['d'] }, { releases: ['d'] }],
  [
    'several, in any order',
    { wanted: { b: ['1'], a: ['1'] } },
    {
      claims: ['a', 'b'],
      writes: [
        { domain: 'a', entries: ['1'] },
        { domain: 'b', entries: ['1'] },
      ],
    },
  ],
])('%s', (_, given, wanted) => {
  test(`gives ${Object.keys(wanted).join(', ') || 'nothing to do'}`, () => {
    expect(planned(given)).toEqual({ ...nothing, ...wanted })
  })
})

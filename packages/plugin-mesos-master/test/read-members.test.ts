import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMembers } from '../src/read-members.ts'

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const read = async (text: string, size = 7, most = 10_000) => {
  const { found, complete } = await readMembers(pieces(text, size), ['leader', 'pid'], 'leader', most)
  return { ...Object.fromEntries(found), complete }
}

test.each([
  ['{"pid":"a","leader":"b","slaves":[', { pid: 'a', leader: 'b', complete: false }],
  ['{"a":{"leader":"no"},"leader":"b"}', { leader: 'b', complete: true }],
  ['{"a":["leader",":","x"],"pid":"p"}', { pid: 'p', complete: true }],
  ['{"leader":"m@\\"\\\\,:{}\\u0041"}', { leader: 'm@"\\,:{}A', complete: true }],
  ['{"leader": 1.5 , "b": 2}', { leader: 1.5, complete: false }],
  ['{"leader":null,"pid":"p"}', { pid: 'p', complete: true }],
  ['  {}', { complete: true }],
  ['', { complete: false }],
  ['null', { complete: false }],
  ['["leader","b"]', { complete: false }],
  ['<html>{"leader":"b"}</html>', { complete: false }],
  ['{"pid":"p"', { complete: false }],
  ['{"leader":"b', { complete: false }],
])('of %s it reads %j, whatever the pieces', async (text, members) => {
  for (const size of [1, 2, 3, 1000]) expect(await read(text, size)).toEqual(members)
})

test('reads nothing beyond what it was asked for', async () => {
  let taken = 0
  async function* endless() {
    yield Buffer.from('{"leader":"b",')
    for (;;) {
      taken++
      yield Buffer.from('"x":1,')
    }
  }
  expect((await readMembers(endless(), ['leader'], 'leader', 1e9)).found.get('leader')).toBe('b')
  expect(taken).toBe(0)
})

test('gives up at its limit', async () => {
  expect(await read(`{"slaves":"${'x'.repeat(5000)}","leader":"b"}`, 100, 1000)).toEqual({ complete: false })
})

test('agrees with JSON.parse on any object', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('leader', 'pid')), fc.jsonValue()),
      fc.integer({ min: 1, max: 9 }),
      async (object, size) => {
        const text = JSON.stringify(object)
        const wanted = Object.entries(JSON.parse(text) as object).filter(
          ([name, value]) =>
            ['leader', 'pid'].includes(name) && ['string', 'number'].includes(typeof value) && String(value).length < 900,
        )
        const { complete, ...found } = await read(text, size)
        if (wanted.some(([name]) => name === 'leader'))
          expect(found).toMatchObject({ leader: Object.fromEntries(wanted)['leader'] })
        else expect({ complete, ...found }).toEqual({ complete: true, ...Object.fromEntries(wanted) })
      },
    ),
    { numRuns: 300 },
  )
})

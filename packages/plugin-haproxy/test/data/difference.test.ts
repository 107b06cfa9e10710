import fc from 'fast-check'
import { expect, test } from 'vitest'
import { difference } from '../../src/data/difference.ts'

const lists = fc.array(fc.nat(30), { maxLength: 60 })

test('what is gone and what is fresh is what sets say', () => {
  fc.assert(
    fc.property(lists, lists, (before, now) => {
      const { gone, fresh } = difference(before, now)
      expect(gone.toSorted()).toEqual([...new Set(before).difference(new Set(now))].toSorted())
      expect(fresh.toSorted()).toEqual([...new Set(now).difference(new Set(before))].toSorted())
    }),
  )
})

test('one that gives its place to another is found, whatever stands beside it', () => {
  expect(difference(['a', 'b', 'c'], ['a', 'd', 'c'])).toEqual({ gone: ['b'], fresh: ['d'] })
  expect(difference(['a', 'b'], ['b', 'a'])).toEqual({ gone: [], fresh: [] })
  expect(difference([], ['a'])).toEqual({ gone: [], fresh: ['a'] })
})

import { expect, test } from 'vitest'
import { digestOf, isShrink } from '../../../src/cycle/guard/shrink.ts'

test.each([
  { before: 10, missing: 0, after: 10, shrink: false },
  { before: 1, missing: 1, after: 0, shrink: true },
  { before: 100, missing: 100, after: 0, shrink: true },
  // All of them go, but others come: some are left.
  { before: 1, missing: 1, after: 1, shrink: false },
  { before: 5, missing: 5, after: 5, shrink: false },
  { before: 6, missing: 6, after: 6, shrink: true },
  { before: 5, missing: 4, after: 1, shrink: false },
  { before: 6, missing: 3, after: 3, shrink: false },
  { before: 6, missing: 4, after: 2, shrink: true },
  { before: 1000, missing: 500, after: 500, shrink: false },
  { before: 1000, missing: 501, after: 499, shrink: true },
])('$missing of $before missing, $after left: shrink is $shrink', ({ shrink, ...change }) => {
  expect(isShrink(change)).toBe(shrink)
})

test('a digest stands for one set of services of one source, in any order', () => {
  expect(digestOf('file/files', ['a', 'b'])).toBe(digestOf('file/files', ['b', 'a']))
  expect(digestOf('file/files', ['a', 'b'])).not.toBe(digestOf('file/files', ['a', 'b', 'c']))
  expect(digestOf('file/files', ['a', 'b'])).not.toBe(digestOf('file#2/files', ['a', 'b']))
  expect(digestOf('file/files', [])).toMatch(/^[0-9a-f]{12}$/)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance, nearest } from '../../src/config/did-you-mean.ts'

test.each([
  ['', '', 0],
  ['listen', 'listen', 0],
  ['lisen', 'listen', 1],
  ['listenn', 'listen', 1],
  ['lisxen', 'listen', 1],
  ['lsiten', 'listen', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('counts the edits from "%s" to "%s"', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits)
})

test.each([
  ['pollms', 'pollMs'],
  ['PLUGINS', 'plugins'],
  ['debunceMs', 'debounceMs'],
  ['xyz', undefined],
  ['timeout', undefined],
])('takes "%s" for %s', (word, meant) => {
  expect(nearest(word, ['plugins', 'pollMs', 'debounceMs', 'listen'])).toBe(meant)
})

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12 })

test('is symmetric, zero only for equal words, and between the difference and the larger of the lengths', () => {
  fc.assert(
    fc.property(letters, letters, (one, other) => {
      const edits = editDistance(one, other)
      expect(edits).toBe(editDistance(other, one))
      expect(edits === 0).toBe(one === other)
      expect(edits).toBeGreaterThanOrEqual(Math.abs(one.length - other.length))
      expect(edits).toBeLessThanOrEqual(Math.max(one.length, other.length))
    }),
  )
})

test('finds every word back after one slip of three letters or more', () => {
  const words = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 3, maxLength: 10 }), {
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), (known, which, where) => {
      const word = known[which % known.length] ?? ''
      const slip = `${word.slice(0, where % word.length)}z${word.slice((where % word.length) + 1)}`
      const found = nearest(slip, known)
      // Another word may be as near, never a farther one.
      expect(found).toBeDefined()
      expect(editDistance(slip, found ?? '')).toBeLessThanOrEqual(1)
    }),
  )
})

test('offers nothing that differs in more than a third of the letters', () => {
  fc.assert(
    fc.property(letters, fc.array(letters), (word, known) => {
      const found = nearest(word, known)
      const near = known.filter(candidate => editDistance(word, candidate) <= Math.ceil(word.length / 3))
      expect(found !== undefined).toBe(near.length > 0)
    }),
  )
})

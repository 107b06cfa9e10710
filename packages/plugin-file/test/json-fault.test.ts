import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonFault } from '../src/json-fault.ts'

test.each([
  ['{"a":1,}', 7, 'no comma is allowed before `}`'],
  ['[1, ]', 4, 'no comma is allowed before `]`'],
  ['{"a":x}', 5, 'a value must stand here, got `x`'],
  ['{"a":}', 5, 'a value must stand here, got `}`'],
  ["{'a':1}", 1, 'JSON text stands in double quotes'],
  ['{a:1}', 1, 'a key in double quotes must stand here, got `a`'],
  ['{"a" 1}', 5, 'a colon must follow the key, got `1`'],
  ['{"a":1 "b":2}', 7, 'a comma or `}` must follow, got `"`'],
  ['{"a":1', 6, 'the file ends in the middle: it may be half-written'],
  ['{"a":"x', 5, 'the file ends in the middle of a text: it may be half-written'],
  ['{"a":"x\ny"}', 5, 'this text has a line break, a control character or a wrong escape in it'],
  ['[1, // one\n2]', 4, 'JSON has no comments (YAML has)'],
  ['{"a":1}\n# end', 8, 'JSON has no comments (YAML has)'],
  ['{} {}', 3, 'nothing may follow the value, got `{`'],
  ['[01]', 1, 'a value must stand here, got `0`'],
  ['[NaN]', 1, 'a value must stand here, got `N`'],
  ['[😀]', 1, 'a value must stand here, got `😀`'],
])('says what is wrong with %j', (source, offset, message) => {
  expect(findJsonFault(source)).toEqual({ offset, message })
})

test('finds the place where a text stops being JSON, whatever is put into it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const source = JSON.stringify([value])
      for (let at = 1; at < Math.min(source.length, 60); at += 1) {
        const cut = source.slice(0, at)
        const { offset } = findJsonFault(cut)
        expect(offset).toBeLessThanOrEqual(cut.length)
        // Up to the fault everything is right, so the text can still become the one that it was cut from.
        expect(source.startsWith(cut.slice(0, offset))).toBe(true)
      }
      const broken = `${source.slice(0, -1)}\u0001]`
      expect(findJsonFault(broken).offset).toBe(source.length - 1)
    }),
  )
})

test('takes a text of a megabyte in its stride', () => {
  expect(findJsonFault(`["${'a'.repeat(1_000_000)}", x]`).offset).toBe(1_000_005)
  expect(findJsonFault('['.repeat(1_000_000)).offset).toBe(1_000_000)
})

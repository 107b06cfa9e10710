import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonMistake } from '../../../src/config/file/json-mistake.ts'

test.each([
  ['', 0, 'a value'],
  ['{', 1, 'a key in double quotes or `}`'],
  ['{"a" 1}', 5, '`:`'],
  ['{"a": 1 "b": 2}', 8, '`,` or `}`'],
  ['[1 2]', 3, '`,` or `]`'],
  ['[1,]', 3, 'a value'],
  ['{"a": 1,}', 8, 'a key in double quotes'],
  ["{'a': 1}", 1, 'a key in double quotes or `}`'],
  ['{"a": 1} x', 9, 'the end of the file'],
  ['[01]', 1, 'a value or `]`'],
  ['// no', 0, 'a value'],
])('says what should stand in %s', (text, offset, wanted) => {
  expect(findJsonMistake(text)).toEqual({ offset, wanted })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('agrees with JSON.parse on every text', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"\\u00e9"',
    '"\\x"',
    '1',
    '-0.5e3',
    '01',
    'true',
    'nul',
    ' ',
    '\n',
    '\u00a0',
    "'",
  )
  const noise = fc.array(pieces, { maxLength: 12 }).map(parts => parts.join(''))
  fc.assert(
    fc.property(noise, text => {
      expect(findJsonMistake(text) === undefined).toBe(isJson(text))
    }),
    { numRuns: 2000 },
  )
})

test('finds the place of one character that was put into a JSON text', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('#', '@', "'"), (json, seed, character) => {
      const at = seed % (json.length + 1)
      const text = json.slice(0, at) + character + json.slice(at)
      const mistake = findJsonMistake(text)
      expect(mistake === undefined).toBe(isJson(text))
      if (mistake !== undefined) expect(mistake.offset).toBeLessThanOrEqual(at)
    }),
  )
})

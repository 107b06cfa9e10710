import { expect, test } from 'vitest'
import { MOST_KEYS, uniteKeys } from '../../src/cycle/unite-keys.ts'

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `k${from + index}`)

test('gathers keys, each once', () => {
  expect(uniteKeys(undefined, ['a', 'b', 'a'])).toEqual(new Set(['a', 'b']))
  expect(uniteKeys(new Set(['a']), ['b', 'a'])).toEqual(new Set(['a', 'b']))
})

test('everything stays everything', () => {
  expect(uniteKeys('all', ['a'])).toBe('all')
})

test('very many keys are everything', () => {
  const most = uniteKeys(undefined, numbered(0, MOST_KEYS))
  expect(most).toHaveProperty('size', MOST_KEYS)
  expect(uniteKeys(most, ['k0'])).toHaveProperty('size', MOST_KEYS)
  expect(uniteKeys(most, ['one more'])).toBe('all')
})

test('a key costs the same however many were gathered before: the set is not copied', () => {
  const keys = new Set(['a'])
  expect(uniteKeys(keys, ['b'])).toBe(keys)
})

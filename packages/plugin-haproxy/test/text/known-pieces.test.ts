import { expect, test, vi } from 'vitest'
import { createKnownPieces } from '../../src/text/index.ts'

const find = () => vi.fn((piece: string) => ({ piece }))

test('what was found out ahead is not found out again', () => {
  const spy = find()
  const known = createKnownPieces(spy)
  const hear = known.ahead()
  hear(['a\n', 'b\n'])
  hear(['gone\n'])
  expect(known.of(['a\n', 'b\n', 'c\n'])).toEqual([{ piece: 'a\n' }, { piece: 'b\n' }, { piece: 'c\n' }])
  expect(spy.mock.calls.map(([piece]) => piece)).toEqual(['a\n', 'b\n', 'gone\n', 'c\n'])
})

test('what was ahead of a text that did not come is forgotten with the next beginning', () => {
  const spy = find()
  const known = createKnownPieces(spy)
  known.ahead()(['a\n'])
  known.ahead()(['b\n'])
  known.of(['a\n', 'b\n'])
  expect(spy.mock.calls.map(([piece]) => piece)).toEqual(['a\n', 'b\n', 'a\n'])
})

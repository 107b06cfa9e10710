import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tidy } from '../../src/render/tidy.ts'
import { createTidyParts } from '../../src/render/tidy-parts.ts'

const text = fc.array(fc.constantFrom('a', ' ', '\n', '\t', '\n\n', 'bc', '\r'), { maxLength: 8 }).map(parts => parts.join(''))
const part = fc.oneof(
  text,
  text.map(piece => ({ text: piece })),
)
const outcome = <T>(make: () => T) => {
  try {
    return make()
  } catch (error) {
    return error
  }
}

test('gives whole lines, together what tidying the whole text gives, whatever was given before', () => {
  fc.assert(
    fc.property(fc.array(fc.array(part, { maxLength: 8 }), { maxLength: 3 }), texts => {
      const { join } = createTidyParts()
      for (const parts of [...texts, ...texts]) {
        const joined = parts.map(each => (typeof each === 'string' ? each : each.text)).join('')
        expect(outcome(() => join(parts).join(''))).toEqual(outcome(() => tidy(joined)))
        const lines = outcome(() => (join(parts).every(piece => piece.endsWith('\n')) ? '' : 'not whole'))
        if (typeof lines === 'string') expect(lines).toBe('')
      }
    }),
    { numRuns: 3000 },
  )
})

test('texts that follow each other and differ in some parts are each what tidying gives', () => {
  const pool = fc.array(part, { minLength: 1, maxLength: 6 })
  const edit = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 3 }), fc.array(fc.nat(), { maxLength: 3 }))
  fc.assert(
    fc.property(pool, fc.array(fc.nat(), { maxLength: 12 }), fc.array(edit, { maxLength: 6 }), (parts, first, edits) => {
      const { join } = createTidyParts()
      const pick = (numbers: readonly number[]) => numbers.map(number => parts[number % parts.length] ?? '')
      let list = pick(first)
      for (const [at, removed, added] of [[0, 0, []], ...edits] as const) {
        list = list.toSpliced(at, removed, ...pick(added))
        const joined = list.map(each => (typeof each === 'string' ? each : each.text)).join('')
        expect(outcome(() => join(list).join(''))).toEqual(outcome(() => tidy(joined)))
        expect(outcome(() => join(list))).toEqual(outcome(() => createTidyParts().join(list)))
      }
    }),
    { numRuns: 3000 },
  )
})

test('the lines of a piece that was there before are the same string', () => {
  const { join } = createTidyParts()
  const piece = { text: '\n a\n\n b\nc' }
  expect(join(['x', piece, '\n'])).toEqual(['x\n', ' a\n b\n', 'c\n'])
  expect(join([piece])).toEqual([' a\n b\n', 'c\n'])
})

test('the lines of a new piece are said ahead, as they will be', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), parts => {
      const { join, linesOf } = createTidyParts()
      const ahead = parts.flatMap(each => (typeof each === 'string' ? [] : [linesOf(each)])).filter(lines => lines !== '')
      const whole = outcome(() => join(parts).join(''))
      if (typeof whole !== 'string') return
      expect(join(parts)).toEqual(expect.arrayContaining(ahead))
      expect(whole).toBe(tidy(parts.map(each => (typeof each === 'string' ? each : each.text)).join('')))
    }),
  )
})

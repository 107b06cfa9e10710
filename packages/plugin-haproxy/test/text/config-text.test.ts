import fc from 'fast-check'
import { expect, test } from 'vitest'
import { configText } from '../../src/text/index.ts'

const lists = fc.array(fc.array(fc.constantFrom('a\n', 'bb\n', 'ä\n', '€ 😀\n', ''), { maxLength: 8 }), { maxLength: 5 })

test('is the same whatever it was made like', () => {
  fc.assert(
    fc.property(lists, fc.boolean(), (texts, asked) => {
      let before: ReturnType<typeof configText> | undefined
      for (const pieces of texts) {
        const config = configText(pieces, { before })
        const whole = pieces.join('')
        if (asked) expect(config.text).toBe(whole)
        expect(Buffer.concat(config.parts).toString()).toBe(whole)
        expect(config.size).toBe(Buffer.byteLength(whole))
        expect(config.text).toBe(whole)
        expect(config.hash).toBe(configText(whole).hash)
        before = config
      }
    }),
    { numRuns: 1000 },
  )
})

test('what did not change is the same memory, in a few parts, however many texts follow each other', () => {
  const pieces = Array.from({ length: 1000 }, (_, index) => `backend ${index}\n`)
  let config = configText(pieces)
  let copied = 0
  for (let change = 1; change <= 100; change++) {
    const next = configText(
      pieces.map((piece, index) => (index === (change * 7) % 1000 ? `changed ${change}\n` : piece)),
      { before: config },
    )
    expect(next.hash).toBe(configText(next.text).hash)
    expect(next.parts.length).toBeLessThanOrEqual(12)
    const known = new Set(config.parts.map(({ buffer }) => buffer))
    if (!next.parts.some(({ buffer, byteLength }) => byteLength > 1000 && known.has(buffer))) copied++
    config = next
  }
  // Put together now and then, not with each change.
  expect(copied).toBeLessThan(25)
})

test('a text is cut into pieces that are the text', () => {
  expect(configText('global\n maxconn 1\nbackend a\n').pieces).toEqual(['global\n maxconn 1\n', 'backend a\n'])
})

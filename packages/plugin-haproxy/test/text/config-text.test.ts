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
        expect(Buffer.from(config.bytes).toString()).toBe(whole)
        expect(config.text).toBe(whole)
        expect(config.hash).toBe(configText(whole).hash)
        before = config
      }
    }),
    { numRuns: 1000 },
  )
})

test('a text is cut into pieces that are the text', () => {
  expect(configText('global\n maxconn 1\nbackend a\n').pieces).toEqual(['global\n maxconn 1\n', 'backend a\n'])
})

import { createHash, type Hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { hashFrom } from '../../src/text/hash-states.ts'
import { configText } from '../../src/text/index.ts'

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex')
const none = { earlier: [], same: 0 }

test('texts that follow each other have the hash of their bytes, wherever they differ', () => {
  // Some of them longer than the step of 1 MiB, cut anywhere, with characters of one byte and of more.
  const piece = fc.tuple(fc.constantFrom('a', 'bc', 'ä', '😀'), fc.integer({ min: 1, max: 400_000 }))
  const text = fc.array(piece, { maxLength: 8 }).map(all => all.map(([word, times]) => `${word.repeat(times)}\n`))
  const edit = fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 3 }), text)
  fc.assert(
    fc.property(text, fc.array(edit, { maxLength: 5 }), (first, edits) => {
      let config = configText(first)
      expect(config.hash).toBe(sha256(config.text))
      for (const [at, removed, added] of edits) {
        config = configText(config.pieces.toSpliced(at, removed, ...added), { before: config })
        expect(config.hash).toBe(sha256(config.text))
      }
    }),
    { numRuns: 60 },
  )
})

test('what two texts begin with alike is hashed once', () => {
  const bytes = Buffer.alloc(2_000_000, 'x')
  const { hash, states } = hashFrom([bytes], none)
  expect(hash).toBe(sha256(bytes))
  const changed = Buffer.concat([bytes.subarray(0, 1_900_000), Buffer.from('y')])
  const update = vi.spyOn(Object.getPrototypeOf(createHash('sha256')) as Hash, 'update')
  const after = hashFrom([changed], { earlier: states, same: 1_900_000 })
  const hashed = update.mock.calls.reduce((sum, [part]) => sum + (part as unknown as Uint8Array).byteLength, 0)
  update.mockRestore()
  expect(hashed).toBeLessThan(1_048_576)
  expect(after.hash).toBe(sha256(changed))
})

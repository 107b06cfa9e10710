import { ProxymError } from '@proxym/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../src/limits.ts'
import { toServices } from '../../src/to-services.ts'
import { expectSound, json, properties } from './properties.ts'

test.each(Object.entries(properties))('survives %s', (_, property) => {
  fc.assert(property, { numRuns: 1000 })
})

test('every file that ends too early is refused as JSON', () => {
  for (let length = 0; length < json.length; length += 1) {
    expect(() => toServices('/s/a.json', Buffer.from(json.slice(0, length)))).toThrow(ProxymError)
  }
})

test.each(['[', '{', '- ', 'a: ', '&a ', '"\\', '\n', '- a: ', '{"a":', '- *a\n', '? '])(
  'comes to an end with a full file of %j',
  piece => {
    const bytes = Buffer.from(piece.repeat(limits.fileBytes / 8 / piece.length))
    expectSound('/s/a.yaml', bytes)
    expectSound('/s/a.json', bytes)
  },
)

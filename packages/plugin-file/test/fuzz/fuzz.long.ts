import fc from 'fast-check'
import { test } from 'vitest'
import { properties } from './properties.ts'

test.each(Object.entries(properties))('survives %s, 10,000 times', (_, property) => {
  fc.assert(property, { numRuns: 10_000 })
})

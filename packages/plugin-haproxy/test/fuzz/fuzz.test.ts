import fc from 'fast-check'
import { test } from 'vitest'
import { properties } from './properties.ts'

test.each(Object.entries(properties))('%s: whatever comes, an answer or a reason', (_, property) => {
  fc.assert(property, { numRuns: 300 })
})

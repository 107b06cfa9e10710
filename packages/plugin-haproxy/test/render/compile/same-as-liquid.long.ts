import { expect, test } from 'vitest'
import { sameAsLiquid } from './properties.ts'

test('40,000 templates give on any data what Liquid gives, also when data follow each other', () => {
  expect(sameAsLiquid(40_000)).toBeGreaterThan(5000)
}, 900_000)

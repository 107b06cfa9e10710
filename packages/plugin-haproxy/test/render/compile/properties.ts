import fc from 'fast-check'
import { expect } from 'vitest'
import { randomData, randomTemplate } from './random-template.ts'
import { byLiquid, compiled } from './reference.ts'

/** Every template, on data after data, gives what Liquid alone gives. Returns how many renderings gave a text. */
export function sameAsLiquid(numRuns: number): number {
  let texts = 0
  fc.assert(
    fc.property(randomTemplate, randomData, (template, steps) => {
      const [ours, theirs] = [compiled(template), byLiquid(template)]
      for (const data of steps) {
        const expected = theirs(data)
        expect(ours(data)).toEqual(expected)
        if ('text' in expected && expected.text !== '') texts++
      }
    }),
    { numRuns },
  )
  return texts
}

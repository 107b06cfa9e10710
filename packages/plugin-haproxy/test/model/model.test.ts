import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { play } from './play.ts'
import { anyStep } from './steps.ts'
import { byHand } from './text.ts'

beforeAll(() => void vi.useFakeTimers())
afterAll(() => void vi.useRealTimers())

const before = fc.constantFrom(undefined, byHand)

test('whatever happens, the file is whole and checked, and after quiet sources, file and proxy agree', async () => {
  let steps = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 20 }), before, async (list, text) => {
      steps += list.length
      await play(list, text)
    }),
    { numRuns: Number(process.env['RUNS'] ?? 10) },
  )
  expect(steps).toBeGreaterThan(50)
})

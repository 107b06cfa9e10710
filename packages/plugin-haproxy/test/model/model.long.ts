import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { play } from './play.ts'
import { anyBefore, anyStep } from './steps.ts'

beforeAll(() => void vi.useFakeTimers())
afterAll(() => void vi.useRealTimers())

test('10,000 random steps leave no disagreement between sources, file and proxy', async () => {
  let steps = 0
  let runs = 0
  const seed = Number(process.env['MODEL_SEED'] ?? Math.trunc(Math.random() * 2 ** 31))
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40 }), anyBefore, async (list, before) => {
      steps += list.length
      runs++
      await play(list, before)
    }),
    { numRuns: 2000, seed },
  )
  process.stdout.write(`Model: ${steps} steps in ${runs} runs, 0 disagreements (seed ${seed})\n`)
  expect(steps).toBeGreaterThanOrEqual(10_000)
})

import fc from 'fast-check'
import { afterAll, beforeAll, test, vi } from 'vitest'
import { play } from './play.ts'
import { regressions } from './regressions.ts'
import { anyBefore, anyStep } from './steps.ts'

beforeAll(() => void vi.useFakeTimers())
afterAll(() => void vi.useRealTimers())

test('whatever happens, the file is whole and checked, and after quiet sources, file and proxy agree', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 20 }), anyBefore, play), { numRuns: 25 })
})

test.each(regressions)('$name', ({ steps, before }) => play(steps, before))

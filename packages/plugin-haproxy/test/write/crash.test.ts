import { expect, test } from 'vitest'
import { dieAtEveryCall, fillEveryByte } from '../apply-rig/injected-faults.ts'

// What e2e/crash does to whole processes, here through injected file operations.
test.each([
  ['the old file', 'old\n'],
  ['no file', undefined],
])(
  'death at every file operation leaves %s or the new one, and the next start removes the rest and reloads',
  async (_what, before) => {
    expect(await dieAtEveryCall(before)).toBeGreaterThan(12)
  },
)

test('a disk with room for any number of bytes leaves the old file, and nothing beside it', async () => {
  expect(await fillEveryByte()).toBe(37)
})

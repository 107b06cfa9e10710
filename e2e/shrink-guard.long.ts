import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createRig } from './rig/run-proxym.ts'
import { service, smallSetup, target } from './rig/small-setup.ts'
import { waitFor } from './rig/wait-for.ts'

test('a file that a person deletes is gone in 3 s, also when it was the only one', async () => {
  await using rig = await createRig(smallSetup)
  rig.start([])
  const becomes = (text: string) => waitFor(`the target to become ${text}`, async () => (await target(rig)) === text)
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    await rig.write('services/web.yaml', service('web'))
    await becomes('# services\n# web\n')
    const deletedAt = performance.now()
    await rm(rig.path('services/web.yaml'))
    await becomes('# services\n')
    times.push(Math.round(performance.now() - deletedAt))
  }
  process.stdout.write(`A deleted file was gone after ${times.join(', ')} ms\n`)
  expect(Math.min(...times)).toBeGreaterThan(2000)
  expect(Math.max(...times)).toBeLessThan(3000)
})

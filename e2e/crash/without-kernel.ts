import { expect, test } from 'vitest'
import { dieAtEveryCall, fillEveryByte } from '../../packages/plugin-haproxy/test/apply-rig/injected-faults.ts'

/** Stands in for tests of this folder where the kernel does not allow what they need: the same through injected file operations, said loudly. */
export function testWithoutKernel(refused: string, isRefused: boolean): void {
  test.runIf(isRefused)(
    `THE KERNEL REFUSES ${refused}: faults are injected into the file operations of the writer instead`,
    async () => {
      const deaths = (await dieAtEveryCall('old\n')) + (await dieAtEveryCall(undefined))
      const figures = { deaths, diskSteps: await fillEveryByte() }
      process.stderr.write(
        `\nTHE KERNEL REFUSES ${refused}. Whole processes were NOT tested; injected instead: ${JSON.stringify(figures)}\n\n`,
      )
      expect(deaths).toBeGreaterThan(24)
    },
  )
}

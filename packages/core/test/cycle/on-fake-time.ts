import { vi } from 'vitest'
import type { TestProxym } from '../../src/testing.ts'

/** The start and the stop of a proxym with the time that they take. Needs fake timers. */
export function onFakeTime(proxym: TestProxym) {
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  return {
    pass,
    async start() {
      await proxym.start()
      await pass(1000)
    },
    async stop() {
      const stopped = proxym.stop()
      await pass(6000)
      await stopped
    },
  }
}

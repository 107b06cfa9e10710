import { onTestFinished } from 'vitest'
import type { Plugin } from '../../src/plugin.ts'
import { createTestProxym, type TestProxymOptions } from '../../src/testing.ts'

/** Plugins after one cycle, and what they explain. */
export async function after(plugins: readonly Plugin[], options: TestProxymOptions = {}) {
  const { proxym, refresh, stop } = createTestProxym(plugins, options)
  onTestFinished(stop)
  await refresh()
  return { proxym, refresh, explain: proxym.explain, one: (question: string) => proxym.explain(question).services[0] }
}

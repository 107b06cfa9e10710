import { describe, test } from 'vitest'
import { pluginRules } from './conformance/plugin-rules.ts'
import type { ConformanceOptions, Factory } from './conformance/rig.ts'

export type { ConformanceOptions } from './conformance/rig.ts'

/**
 * Declare one test (of vitest) for each rule that every plugin keeps.
 *
 * @example
 * import { describePlugin } from '@proxym/core/testing/conformance'
 * import leases from '../src/index.ts'
 *
 * describePlugin(leases, { options: { folder: '/var/lib/leases' } })
 */
export function describePlugin<O = unknown>(factory: Factory<O>, options: ConformanceOptions<O> = {}): void {
  const name = typeof factory === 'function' ? (factory.definition?.name ?? factory.name) : 'plugin'
  describe(`the plugin contract: ${name}`, () => {
    for (const rule of pluginRules(factory, options)) test(rule.name, rule.check, 30_000)
  })
}

import { describe, expect, test } from 'vitest'
import { pluginRules } from '../../src/testing/conformance/plugin-rules.ts'
import type { Factory } from '../../src/testing/conformance/rig.ts'
import { watchUncaught } from '../../src/testing/conformance/watch-uncaught.ts'
import { describePlugin } from '../../src/testing/conformance.ts'
import { brokenPlugins, rightPlugin } from './broken-plugins.ts'

/** The rules that a plugin breaks, with what is said. */
async function brokenRules(factory: Factory): Promise<readonly (readonly [string, string])[]> {
  const broken: (readonly [string, string])[] = []
  for (const { name, check } of pluginRules(factory)) {
    // What nobody catches is what one of them is caught for.
    await watchUncaught(() => check().catch((error: unknown) => void broken.push([name, String(error)])))
  }
  return broken
}

describePlugin(rightPlugin)

test('there is a broken plugin for every rule', () => {
  expect(brokenPlugins.map(([rule]) => rule)).toEqual(pluginRules(rightPlugin).map(({ name }) => name))
})

describe('a plugin that breaks one rule is caught by that rule alone', () => {
  test.each(brokenPlugins)('%s', { timeout: 60_000 }, async (rule, factory, message) => {
    expect(await brokenRules(factory)).toEqual([[rule, expect.stringContaining(message)]])
  })
})

import { definePlugin, type Plugin, type ServiceInput } from '@proxym/core'
import { createTestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { onTestFinished } from 'vitest'
import haproxy, { type HaproxyOptions } from '../../src/index.ts'

/** A source whose services the test sets. */
function scriptedSource(services: readonly ServiceInput[] = []) {
  let current = services
  const plugin: Plugin = definePlugin({
    name: 'scripted',
    apply(proxym) {
      proxym.hooks.generateServices.tap('services', batch => batch.set('all', current))
    },
  })()
  return {
    plugin,
    set(next: readonly ServiceInput[]) {
      current = next
    },
  }
}

/** proxym with a source that the test sets and this plugin; stopped after the test. */
export function proxymWith(options: HaproxyOptions, settings: TestProxymOptions = {}) {
  const source = scriptedSource()
  const proxym = createTestProxym([source.plugin, haproxy(options)], { debounceMs: 20, resyncMs: 3_600_000, ...settings })
  onTestFinished(() => proxym.stop())
  return {
    proxym,
    source,
    async apply(services: readonly ServiceInput[]) {
      source.set(services)
      return (await proxym.refresh()).problems
    },
  }
}

import type { Plugin, ServiceInput } from '@proxym/core'
import { createTestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { onTestFinished } from 'vitest'
import annotationsPlugin, { type AnnotationsOptions } from '../../src/index.ts'

/** A http service on one domain. */
export function web(id: string): ServiceInput {
  return { id, applicationProtocol: 'http', domains: [`${id}.example.com`], hosts: [{ ip: '10.0.0.1', port: 8080 }] }
}

export interface HostedOptions extends TestProxymOptions {
  readonly redis?: AnnotationsOptions['redis']
  readonly services?: readonly ServiceInput[]
}

/** proxym with the plugin, a source that counts its calls, and a generator that remembers what it was given. */
export async function hosted({ redis, services = [web('shop'), web('pay')], ...options }: HostedOptions = {}) {
  let calls = 0
  let reported = services
  let waiting = Promise.withResolvers<void>()
  let domains: Readonly<Record<string, readonly string[]>> = {}
  const world: Plugin = {
    name: 'world',
    apply({ hooks }) {
      hooks.generateServices.tap('all', batch => {
        calls++
        batch.add(...reported)
      })
      hooks.generateConfig.tap('out', snapshot => {
        domains = Object.fromEntries(snapshot.services.map(service => [service.id, service.domains]))
        waiting.resolve()
        waiting = Promise.withResolvers()
      })
    },
  }
  const refreshes: (readonly string[] | undefined)[] = []
  const plugin = annotationsPlugin(redis === undefined ? {} : { redis })
  const watched: Plugin = {
    ...plugin,
    apply: proxym =>
      plugin.apply({
        ...proxym,
        refresh(reason, scope) {
          refreshes.push(scope?.services)
          proxym.refresh(reason, scope)
        },
      }),
  }
  const test = createTestProxym([world, watched], { debounceMs: 10, ...options })
  onTestFinished(() => test.stop())
  await test.start()
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await waiting.promise
  }
  return {
    ...test,
    /** The services that each refresh of the plugin named. */
    refreshes,
    calls: () => calls,
    domains: (id: string) => domains[id],
    report(...next: readonly ServiceInput[]) {
      reported = next
    },
    /** Wait until the generator was given these domains of a service. */
    becomes: (id: string, ...wanted: readonly string[]) => until(() => JSON.stringify(domains[id]) === JSON.stringify(wanted)),
    /** One request to the plugin's routes. */
    async ask(method: string, path: string, body?: unknown) {
      const init =
        body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      const response = await test.proxym.app.request(path, init, { loopback: true })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
  }
}

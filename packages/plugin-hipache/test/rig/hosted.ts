import type { Plugin, ServiceInput } from '@proxym/core'
import { createTestProxym, type TestProxym, type TestProxymOptions } from '@proxym/core/testing'
import { onTestFinished } from 'vitest'
import hipache, { type HipacheOptions } from '../../src/index.ts'

/** proxym with the plugin, a source that reports what the test says, and a second generator. */
export interface Hosted {
  readonly proxym: TestProxym
  /** What the source reports from its next call on. */
  report(...services: readonly ServiceInput[]): void
  /** Report and let every generator be called once. */
  apply(...services: readonly ServiceInput[]): Promise<void>
  /** Ids of the services that the other generator was given, the newest last. */
  readonly others: string[]
  /** Messages of what is wrong now. */
  problems(): readonly string[]
  state(): string
  /** Tries since the last success. */
  tries(): number
  /** Everything that was logged or is in the status. */
  everything(): string
}

/** Host the plugin; stopped after the test. */
export function hosted(options: HipacheOptions, settings: TestProxymOptions = {}): Hosted {
  let services: readonly ServiceInput[] = []
  const others: string[] = []
  const world: Plugin = {
    name: 'world',
    source: 'World',
    apply(proxym) {
      proxym.hooks.generateServices.tap('all', batch => batch.add(...services))
      proxym.hooks.generateConfig.tap('other', snapshot => void others.push(snapshot.services.map(({ id }) => id).join(' ')))
    },
  }
  const proxym = createTestProxym([world, hipache(options)], { debounceMs: 20, confirmMs: 0, ...settings })
  onTestFinished(() => proxym.stop())
  const status = () =>
    proxym.proxym.status() as {
      readonly generators: Readonly<Record<string, { readonly state: string; readonly tries: number }>>
    }
  return {
    proxym,
    others,
    report(...given) {
      services = given
    },
    async apply(...given) {
      services = given
      await proxym.refresh()
    },
    problems: () => proxym.proxym.problems().map(({ message }) => message),
    state: () => status().generators['hipache/lists']?.state ?? '',
    tries: () => status().generators['hipache/lists']?.tries ?? 0,
    everything: () => JSON.stringify([proxym.log, status(), proxym.proxym.problems()]),
  }
}

/** A http service with one domain and hosts on 10.10.10.x. */
export function web(id: string, ...last: readonly number[]): ServiceInput {
  return {
    id,
    applicationProtocol: 'http',
    domains: [`${id}.example.com`],
    hosts: last.map(number => ({ ip: `10.10.10.${number}`, port: 8888 })),
  }
}

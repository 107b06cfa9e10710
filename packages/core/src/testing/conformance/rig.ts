import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceInput } from '../../hooks/contract.ts'
import type { Plugin, PluginFactory } from '../../plugin.ts'
import { messageOf } from '../../problem.ts'
import { createTestProxym, type TestProxym, type TestProxymOptions } from '../create-test-proxym.ts'
import { fakeGenerator } from '../fake-generator.ts'
import { fakeSource } from '../fake-source.ts'
import { optionsRefused } from './errors.ts'
import { oddServices } from './odd-services.ts'

/** What makes a plugin: the default export of its package, or `options => new X(options)`. */
export type Factory<O = never> = ((options?: O) => Plugin) & { readonly definition?: PluginFactory['definition'] }

/** What the conformance suite needs to know of a plugin. */
export interface ConformanceOptions<O = unknown> {
  /**
   * Options that are right, and name an outside world that answers. As a function they are made for each rule, with a fresh temporary folder
   * that is also `configDir`.
   * @default none
   */
  readonly options?: O | ((place: { readonly dir: string }) => O | Promise<O>)
  /** Services that annotators and generators are shown, besides odd ones that the suite brings. @default [] */
  readonly services?: readonly ServiceInput[]
  /** What the plugin writes elsewhere than into `dir`, as plain data that can be compared: the content of a Redis. @default nothing */
  readonly outside?: () => unknown
  /**
   * By option path, how a secret is written of which only a part is secret: `{ redisAddress: password => `redis://:${password}@127.0.0.1:1` }`.
   * @default the secret alone
   */
  readonly secretForms?: Readonly<Record<string, (secret: string) => unknown>>
}

/** One plugin under test, for one rule. */
export interface Rig {
  readonly factory: Factory
  readonly dir: string
  readonly given: unknown
  readonly secretForms: NonNullable<ConformanceOptions['secretForms']>
  /** A new instance. */
  make(): Plugin
  /** Host instances beside a source and a generator; in the order given, the source with its services in that order. */
  host(plugins: Plugin | readonly Plugin[], options?: TestProxymOptions & { readonly reversed?: boolean }): TestProxym
  /** What the plugin has written so far, by name. */
  world(): Promise<ReadonlyMap<string, string>>
}

/** How long a plugin may take to end what was aborted. */
export const GRACE_MS = 3000

/** Use a plugin in a folder of its own. */
export async function withRig<O>(
  factory: Factory<O>,
  options: ConformanceOptions<O>,
  use: (rig: Rig) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'proxym-plugin-'))
  const dir = await mkdtemp(join(root, 'dir-'))
  try {
    const { options: from, services = [], outside, secretForms = {} } = options
    const given = typeof from === 'function' ? await (from as (place: { readonly dir: string }) => unknown)({ dir }) : from
    const loose = factory as unknown as Factory
    await use({
      ...{ factory: loose, dir, given, secretForms },
      make() {
        try {
          return loose(given as never)
        } catch (error) {
          throw optionsRefused(loose.definition?.name ?? 'the plugin', messageOf(error), error)
        }
      },
      host(plugins, { reversed = false, ...more } = {}) {
        const list = 'apply' in plugins ? [plugins] : plugins
        const shown = [...oddServices, ...services]
        return createTestProxym(
          [...list, fakeSource(reversed ? shown.toReversed() : shown, 'neighbour'), fakeGenerator('onlooker')],
          {
            ...{ configDir: dir, stateDir: join(root, 'state'), stopMs: 300, debounceMs: 5, confirmMs: 0 },
            // A plugin whose outside world is not there must not keep the neighbours waiting.
            optional: list.flatMap(({ name }) => [name, `${name}#2`]),
            ...more,
          },
        )
      },
      async world() {
        const world = new Map<string, string>()
        for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
          const path = join(entry.parentPath, entry.name)
          world.set(path.slice(dir.length + 1), entry.isFile() ? await fingerprint(path) : 'folder')
        }
        if (outside !== undefined) world.set('outside', JSON.stringify(await outside()))
        return world
      },
    })
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Names of what two worlds do not share. */
export function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(name => before.get(name) !== after.get(name)).sort()
}

async function fingerprint(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path).catch(() => ''))
    .digest('hex')
}

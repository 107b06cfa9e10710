import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { secret } from '../../src/config/options/secret.ts'
import type { GenerateCall, Snapshot } from '../../src/hooks/contract.ts'
import { definePlugin, type PluginContext, type PluginFactory } from '../../src/plugin.ts'
import type { Factory } from '../../src/testing/conformance/rig.ts'

const web = { id: 'acme/web', applicationProtocol: 'http', domains: ['acme.example'], hosts: [{ ip: '10.1.1.1', port: 80 }] }
const options = z.strictObject({ token: secret().optional() })

/** Writes the services into `acme.json` of the configuration's folder. */
function writeFile(proxym: PluginContext, text: (snapshot: Snapshot) => string, inDryRun = false): void {
  const target = join(proxym.configDir, 'acme.json')
  const generate = (snapshot: Snapshot, { dryRun }: GenerateCall) => {
    const after = text(snapshot)
    if (!dryRun || inDryRun) writeFileSync(target, after)
    return dryRun ? [{ target, before: '', after }] : undefined
  }
  proxym.hooks.generateConfig.tap({ name: 'file', dryRun: true }, generate)
}

const idsOf = ({ services }: Snapshot): string => JSON.stringify(services.map(({ id }) => id))

/** A plugin that keeps every rule, but for what `change` adds. */
function acme(change: (proxym: PluginContext, given: { readonly token?: string | undefined }) => void = () => {}): PluginFactory {
  return definePlugin({
    name: 'acme',
    source: 'Acme',
    options,
    secrets: ['token'],
    apply(proxym, given) {
      proxym.hooks.generateServices.tap('apps', services => services.add(web))
      proxym.hooks.annotate.tap('names', service => ({ ...service, metadata: { ...service.metadata, seen: true } }))
      proxym.hooks.notify.tapPromise('events', async ({ signal }) => {
        await wait(60_000, undefined, { signal }).catch(() => {})
      })
      change(proxym, given)
    },
  }) as PluginFactory
}

/** Keeps every rule. */
export const rightPlugin: Factory = acme(proxym => writeFile(proxym, idsOf))

let closed = false

/** One plugin for each rule, which breaks only that. */
export const brokenPlugins: readonly (readonly [rule: string, factory: Factory, message: string])[] = [
  [
    'its factory makes a new plugin each time',
    Object.assign((given?: unknown) => acme()(given) && shared, { definition: acme().definition }) as Factory,
    'returns the same object twice',
  ],
  [
    'making and applying it does no I/O',
    acme(() => void readFileSync(import.meta.filename)),
    '`apply` of plugin `acme` does I/O: `readFileSync`',
  ],
  [
    'it refuses an option that it does not know',
    definePlugin({ name: 'acme', options: z.looseObject({}), apply() {} }) as Factory,
    'takes the option `conformanceUnknownOption`',
  ],
  [
    'it names the option that it does not know',
    ((given?: object) => {
      if (Object.keys(given ?? {}).length > 0) throw new Error('Invalid option')
      return { name: 'acme', apply() {} }
    }) as Factory,
    'without naming it: Invalid option',
  ],
  [
    'its taps are named by their purpose',
    acme(proxym => proxym.hooks.annotate.tap('AcmePlugin', () => undefined)),
    'the tap `AcmePlugin` must be named by its purpose',
  ],
  [
    'its services carry its label, which core stamps',
    acme(proxym =>
      proxym.hooks.generateServices.tap('more', services =>
        services.add({ ...web, id: 'acme/more', source: 'Marathon' } as never),
      ),
    ),
    'sets `source` of service `acme/more`',
  ],
  [
    'the same input in another order gives the same output',
    acme(proxym => writeFile(proxym, snapshot => `${idsOf(snapshot)} written at ${Date.now()}`)),
    'two runs of `acme` on the same input differ in the preview of',
  ],
  [
    'it copes with failing neighbours and odd services, and leaves no error uncaught',
    acme(proxym => proxym.hooks.generateConfig.tap('push', () => void Promise.reject(new Error('nobody is told')))),
    'left an error that nobody caught: nobody is told',
  ],
  [
    'every wait ends when its signal aborts',
    acme(proxym => proxym.hooks.notify.tapPromise('poll', () => new Promise(() => {}))),
    '`acme/poll` did not end within',
  ],
  [
    'a dry run touches nothing and gives previews',
    acme(proxym => writeFile(proxym, idsOf, true)),
    '`acme/file` touched in a dry run: `acme.json`',
  ],
  [
    'no message shows a secret option',
    acme((proxym, { token }) => proxym.hooks.notify.tap('log-in', () => proxym.logger.info('Logged in', { token }))),
    'shows the secret option `token` in the log of acme/log-in',
  ],
  [
    'a second instance does not know the first',
    acme(proxym => {
      proxym.defer(() => {
        closed = true
      })
      proxym.hooks.generateServices.tap('shared', services => {
        if (closed) throw new Error('the connection is closed')
        services.add()
      })
      // Another rule's run must not see what this one left.
      proxym.hooks.notify.tap('open', () => {
        closed = false
      })
    }),
    'a second instance of `acme` suffers from the first: once the first has stopped',
  ],
  [
    'a stop releases everything that it opened',
    acme(proxym => proxym.hooks.notify.tap('poll', ({ refresh }) => void setInterval(() => refresh('poll'), 50_000).unref())),
    'leaves open after the stop: `a timer of ',
  ],
]

const shared = acme()()

import { expect, test } from 'vitest'
import { z } from 'zod'
import { definePlugin, type PluginContext } from '../../src/plugin.ts'
import { pluginRules } from '../../src/testing/conformance/plugin-rules.ts'
import type { Factory } from '../../src/testing/conformance/rig.ts'

const plugin = (apply: (proxym: PluginContext) => void, more: object = {}): Factory =>
  definePlugin({ name: 'acme', ...more, apply }) as Factory
const idle = (): void => {}
const url = (token: string): string => `https://user:${token}@acme.example`

/** Other ways to break the same rules, with what the options of `describePlugin` add. */
const cases: [what: string, factory: Factory, message: string, options?: object][] = [
  ['is no function', { name: 'acme', apply: idle } as never, 'is no factory: object'],
  ['makes a promise', (async () => ({})) as never, 'must return { name, apply }, got a promise'],
  [
    'has a name that is no word',
    definePlugin({ name: 'Acme DNS', apply: idle }) as Factory,
    'the name `Acme DNS` must be lower-case',
  ],
  [
    'refuses its own options',
    plugin(idle, { options: z.strictObject({ port: z.int() }) }),
    '`acme` refuses the options that describePlugin was given: `acme.port`',
    { options: { port: 'eighty' } },
  ],
  [
    'reads a variable when it is made',
    (() => ({ name: `acme${process.env['ACME_NAME'] ?? ''}`, apply: idle })) as Factory,
    'the factory of plugin `acme` does I/O: `process.env.ACME_NAME`',
  ],
  [
    'fails for a service without hosts',
    plugin(({ hooks }) =>
      hooks.generateConfig.tap('list', ({ services }) => {
        for (const { id, hosts } of services) if (hosts.length === 0) throw new Error(`no host in ${id}`)
      }),
    ),
    '`acme/list` fails although each service it was given is valid: no host in',
  ],
  [
    'fails for a service of the author',
    plugin(({ hooks }) =>
      hooks.annotate.tap('list', ({ id }) => {
        if (id === 'mine') throw new Error('not mine')
      }),
    ),
    '`acme/list` fails although each service it was given is valid: not mine',
    { services: [{ id: 'mine' }] },
  ],
  [
    'writes elsewhere in a dry run',
    plugin(({ hooks }) => {
      hooks.generateConfig.tap({ name: 'push', dryRun: true }, () => {
        pushed.push('a list')
        return []
      })
    }),
    '`acme/push` touched in a dry run: `outside`',
    { outside: () => pushed },
  ],
  [
    'gives no previews',
    plugin(({ hooks }) => hooks.generateConfig.tap({ name: 'push', dryRun: true }, () => [{ target: 'x' }] as never)),
    '`acme/push` declares `dryRun: true` and returned no list of previews',
  ],
  [
    'does not declare a secret',
    plugin(idle, { options: z.strictObject({ apiKey: z.string() }) }),
    'the option `apiKey` of plugin `acme` is named like a secret',
    { options: { apiKey: 'k' } },
  ],
  [
    'shows a part of an option that is secret',
    definePlugin({
      name: 'acme',
      options: z.strictObject({ url: z.url() }),
      secrets: ['url'],
      apply: ({ hooks }, { url: given }) =>
        hooks.generateServices.tap('apps', () => {
          throw new Error(`${given} does not answer`)
        }),
    }) as Factory,
    'shows the secret option `url` in a problem',
    { options: { url: 'https://acme.example' }, secretForms: { url } },
  ],
  [
    'has a label that is no line',
    plugin(idle, { source: 'Acme\n' }),
    'the label "Acme\\n" of plugin `acme` must be one short line',
  ],
  [
    'gives random services',
    plugin(({ hooks }) => hooks.generateServices.tap('apps', services => services.add({ id: `a${Math.random()}` }))),
    'two runs of `acme` on the same input differ in services',
  ],
]

const pushed: string[] = []

test.each<(typeof cases)[number]>(cases)('a plugin that %s is caught', async (_, factory, message, options) => {
  const said: string[] = []
  for (const { check } of pluginRules(factory, options)) await check().catch((error: unknown) => said.push(String(error)))
  expect(said.filter(text => text.includes(message))).not.toEqual([])
})

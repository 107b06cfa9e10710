import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { createTestProxym } from '@proxym/core/testing'
import { createStdoutPlugin } from '@proxym/plugin-stdout'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import marathon from '../src/index.ts'
import { limits } from '../src/limits.ts'
import { options, secrets } from '../src/options.ts'
import { scriptedMarathon } from './rig/scripted-marathon.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const page = readFileSync(new URL('../../../docs/marathon.md', import.meta.url), 'utf8')
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? ''
const section = (title: string): string => readme.split(/^## /m).find(text => text.startsWith(title)) ?? ''

test('the app of the README gives the output of the README', async () => {
  const app = JSON.parse(block('json'))
  const tasks = ['10.0.2.149:31200', '10.0.2.148:31565'].map(address => {
    const [host, port] = address.split(':')
    return { id: address, appId: app.id, host, ports: [Number(port)], state: 'TASK_RUNNING' }
  })
  const { url } = await scriptedMarathon({ apps: [app], tasks })
  const stream = new PassThrough()
  const proxym = createTestProxym([marathon({ servers: [url] }), createStdoutPlugin(() => stream)()])
  onTestFinished(() => proxym.stop())
  expect((await proxym.refresh()).problems).toEqual([])
  expect(stream.read().toString()).toBe(block('text'))
})

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly default?: unknown
  readonly enum?: readonly string[]
}

const schema = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as JsonSchema

const leaves = (holder: JsonSchema, path = ''): readonly (readonly [name: string, option: JsonSchema])[] =>
  Object.entries(holder.properties ?? {}).flatMap(([key, option]) =>
    option.properties === undefined ? [[path + key, option] as const] : leaves(option, `${path}${key}.`),
  )

const rows = section('Options')
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .map(line => line.split('|').map(cell => cell.trim()))

test('the table of options has each option of the schema and no other', () => {
  const named = rows.flatMap(([, names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
  expect(named.toSorted()).toEqual(
    leaves(schema)
      .map(([name]) => name)
      .toSorted(),
  )
})

test('the table tells the defaults and choices of the schema', () => {
  for (const [name, option] of leaves(schema)) {
    const [, , written = '', about = ''] = rows.find(([, names]) => names?.includes(`\`${name}\``)) ?? []
    if (option.default !== undefined)
      expect(`${name} ${written.replaceAll('`', '')}`).toBe(`${name} ${option.default === '' ? "''" : option.default}`)
    for (const choice of option.enum ?? []) if (choice !== '') expect(`${written} ${about}`).toContain(`\`${choice}\``)
  }
})

test('the secrets are named', () => {
  for (const secret of secrets.filter(name => name.startsWith('auth')))
    expect(
      section('Options')
        .split('\n\n')
        .findLast(text => text.trim() !== ''),
    ).toContain(`\`${secret}\``)
  expect(secrets.filter(name => name.startsWith('tls'))).toHaveLength(4)
})

test('the figures of the texts are those of the code', () => {
  expect(readme).toContain(`${limits.bodyBytes / 2 ** 20} MiB for an answer`)
  expect(readme).toContain(`${limits.eventBytes / 2 ** 20} MiB for an event`)
  expect(readme).toContain(`more than ${limits.keyedReads} at once`)
  expect(readme).toContain(`within ${limits.explainMs / 1000} s`)
  expect(readme).toContain(`${limits.callbackCharacters / 1_000_000} MB for a callback`)
  expect(page).toContain(`within ${limits.attachMs / 1000} s`)
  expect(page).toContain(`looks every ${limits.verifyMs / 1000} s`)
})

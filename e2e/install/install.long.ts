import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../rules/tracked-files.ts'
import { type Installation, install } from './install.ts'
import { packPackage, packWorkspace, type Tarballs } from './pack.ts'
import { pluginPackage, typedPluginSource } from './third-party.ts'

const megabyte = 1_000_000
const few = ['@proxym/core', '@proxym/cli', '@proxym/plugin-file', '@proxym/plugin-stdout']

let folder: string
let tarballs: Tarballs

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proxym-install-'))
  tarballs = await packWorkspace(folder)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const packed = (names: readonly string[]) => names.map(name => tarballs.get(name) ?? name)

/** What `proxym once` prints with these plugins beside one service file. */
async function once(place: Installation, plugins: readonly string[]) {
  await place.write('services/web.yaml', 'id: web\nhosts: [{ ip: 127.0.0.1, port: 8080 }]\n')
  const entries = ['[file, { configsPath: ./services }]', ...plugins, '[stdout, { format: json }]']
  await place.write('proxym.config.yaml', `plugins:\n${entries.map(entry => `  - ${entry}\n`).join('')}`)
  const { stdout } = await place.proxym('once')
  const line = stdout.split('\n').find(text => text.startsWith('{')) ?? '{}'
  return (JSON.parse(line).services ?? []).map(({ id }: { readonly id: string }) => id)
}

function say(what: string, { bytes, packages }: Installation) {
  process.stdout.write(`${what}: ${(bytes / megabyte).toFixed(1)} MB in ${packages.length} packages\n`)
}

test('the command with file and stdout runs, and brings nothing that only other plugins need', async () => {
  const place = await install(join(folder, 'few'), packed(few))
  say('core, cli, file, stdout', place)
  expect(await once(place, [])).toEqual(['web'])
  for (const name of ['ioredis', 'undici', 'liquidjs', 'eventsource-parser', 'proxym']) expect(place.packages).not.toContain(name)
  expect(place.packages.filter(name => name.startsWith('@proxym/'))).toEqual(few.toSorted())
})

// zod is 6 MB of it, prom-client with what it needs 3.3 MB.
test('core and cli alone stay within 17 MB', async () => {
  const place = await install(join(folder, 'smallest'), packed(['@proxym/core', '@proxym/cli']))
  say('core, cli', place)
  expect((await place.proxym('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(place.bytes).toBeLessThanOrEqual(17 * megabyte)
})

test('the meta-package is one dependency that brings the command, the library and every default plugin', async () => {
  const ours = new Map([...tarballs].filter(([name]) => name.startsWith('@proxym/plugin-') || /^@proxym\/(core|cli)$/.test(name)))
  const place = await install(join(folder, 'meta'), packed(['proxym']), ours)
  say('proxym', place)
  expect(await once(place, ['signal'])).toEqual(['web'])
  const manifest = JSON.parse(await readFile(join(root, 'packages', 'proxym', 'package.json'), 'utf8'))
  expect(place.packages).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)))
  for (const schema of [
    'proxym/schema/config.json',
    '@proxym/core/schema/config.json',
    '@proxym/plugin-file/schema/services.json',
  ]) {
    const print = `import schema from '${schema}' with { type: 'json' }; console.log(schema.$schema)`
    expect(await place.node(print)).toContain('json-schema.org/draft-07')
  }
  expect(await place.node("import { createProxym } from 'proxym'; console.log(typeof createProxym)")).toBe('function\n')
})

test('plugins of others run under every name that configuration knows', async () => {
  const others = {
    'proxym-plugin-plain': { main: './index.js' },
    '@acme/proxym-plugin-scoped': { exports: { '.': './index.js' } },
    'proxym-plugin-no-main': { exports: './index.js' },
  }
  const packages: string[] = []
  for (const [name, entry] of Object.entries(others)) {
    packages.push(await packPackage(join(folder, name.replaceAll('/', '-')), pluginPackage(name, entry)))
  }
  const place = await install(join(folder, 'third-party'), [...packed(few), ...packages])
  say('with three plugins of others', place)
  await place.write('near.ts', typedPluginSource('near'))
  const entries = [...Object.keys(others).map(name => `"${name}"`), './near.ts']
  expect(await once(place, entries)).toEqual(['near', 'no-main', 'plain', 'scoped', 'web'])
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ConfigError } from '../../src/config/config-error.ts'
import type { LoadedConfig } from '../../src/config/loaded-config.ts'
import { createFixture, packageFiles } from './fixture.ts'

const right = "export default () => ({ name: 'x', apply() {} })"
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
const peer = (range: string) => ({ version: '0.3.1', exports: './plugin.js', peerDependencies: { '@proxym/core': range } })
const copyOfCore = (folder: string, version = '9.9.9') => ({
  [`${folder}/node_modules/@proxym/core/package.json`]: JSON.stringify({ name: '@proxym/core', version }),
})
const installed = (code: string, manifest?: object) => packageFiles('proxym-plugin-x', code, manifest)

/** Everything that is said of a configuration that names `proxym-plugin-x`: mistakes, else warnings. */
async function saidOf(files: Readonly<Record<string, string>>, entry = 'proxym-plugin-x') {
  const fixture = await createFixture({ 'proxym.config.yaml': `plugins: [stdout, ${entry}]`, ...files })
  const outcome = await fixture.load().catch((error: unknown) => error as ConfigError)
  return outcome instanceof ConfigError ? outcome.problems : (outcome as LoadedConfig).warnings
}

test.each<[setup: string, files: Readonly<Record<string, string>>, code: string, message: RegExp, fix: RegExp, entry?: string]>([
  ['is not installed', {}, 'NOT_FOUND', /is not installed/, /npm install --prefix \S+ proxym-plugin-x$/],
  ['has no module', installed(right, {}), 'LOAD', /has no module to load/, /`exports` or `main`/],
  ['imports what is not there', installed("import 'left-pad'"), 'LOAD', /cannot be loaded/, /Install `left-pad`/],
  [
    'throws while it is loaded',
    installed("throw new Error('no luck')"),
    'LOAD',
    /cannot be loaded: no luck/,
    /Correct the module/,
  ],
  [
    'has no default export',
    installed('export const plugin = 1'),
    'INVALID',
    /it exports `plugin`/,
    /Write `export default definePlugin/,
  ],
  [
    'exports no factory',
    installed('export default 42'),
    'INVALID',
    /its default export is 42/,
    /Write `export default definePlugin/,
  ],
  [
    'is compiled to CommonJS',
    installed('exports.default = () => 1', { type: 'commonjs', exports: './plugin.js' }),
    'INVALID',
    /its default export is an object/,
    /publish ES modules/,
  ],
  [
    'makes a plugin without a name',
    installed('export default () => ({ apply() {} })'),
    'INVALID',
    /got an object with `apply`/,
    /`name` is a string/,
  ],
  [
    'has a name that is no word',
    installed("export default () => ({ name: 'my/x', apply() {} })"),
    'INVALID',
    /must be one word.*got "my\/x"/,
    /`acme-dns`/,
  ],
  ['makes a promise', installed('export default async () => ({})'), 'INVALID', /got a promise/, /Make it synchronous/],
  [
    'was built for another core',
    installed(right, peer('^99.0.0')),
    'RANGE',
    new RegExp(`0.3.1 was built for @proxym/core \\^99.0.0, this is ${version}`),
    /npm install proxym-plugin-x@latest/,
  ],
  [
    'brings a copy of core',
    { ...installed(right, peer('*')), ...copyOfCore('node_modules/proxym-plugin-x') },
    'CORE_COPY',
    /uses another copy of @proxym\/core \(9\.9\.9 in \S+\) than the one that runs/,
    /npm dedupe.*peer dependency/,
  ],
  [
    'is a plugin and is given options',
    installed("export default { name: 'x', apply() {} }"),
    'OPTIONS',
    /takes no options/,
    /Remove the options/,
    '[proxym-plugin-x, { a: 1 }]',
  ],
])('a plugin that %s is told by one message with the fix', async (_, files, code, message, fix, entry) => {
  const said = await saidOf(files, entry)
  expect(said).toMatchObject([{ code: `PROXYM_PLUGIN_${code}`, where: expect.stringContaining('proxym.config.yaml:1:') }])
  expect(said[0]?.message).toMatch(/`(proxym-plugin-)?x`/)
  expect(said[0]?.message).toMatch(message)
  expect(said[0]?.hint).toMatch(fix)
})

test.each([
  ['whose range fits', peer(`^${version}`)],
  ['that says nothing of core', { exports: './plugin.js' }],
  ['from a workspace', peer('workspace:^')],
])('nothing is said of a plugin %s', async (_, manifest) => {
  expect(await saidOf(installed(right, manifest))).toEqual([])
})

test('a copy that does not fit is told once', async () => {
  const files = { ...installed(right, peer('^99.0.0')), ...copyOfCore('node_modules/proxym-plugin-x') }
  expect(await saidOf(files)).toMatchObject([{ code: 'PROXYM_PLUGIN_RANGE' }])
})

test('a project with a core of its own, run by a proxym from elsewhere, is told when the two differ', async () => {
  const files = { ...installed(right, peer('*')), 'proxym.config.yaml': 'plugins: [proxym-plugin-x]' }
  expect(await saidOf({ ...files, ...copyOfCore('.', version) })).toEqual([])
  expect(await saidOf({ ...files, ...copyOfCore('.') })).toMatchObject([{ hint: expect.stringContaining('npx proxym') }])
})

test('files of the project are no packages', async () => {
  const files = {
    'mine.mjs': right,
    'package.json': JSON.stringify({ name: 'site', peerDependencies: { '@proxym/core': '^99.0.0' } }),
  }
  expect(await saidOf({ ...files, 'proxym.config.yaml': 'plugins: [./mine.mjs]' })).toEqual([])
})

test.each(['A:', 'data:text/javascript,', 'file://elsewhere/x.js', 'file:///a%2Fb.js'])(
  'a name that is an address of another kind is a mistake like any other: %s',
  async entry => {
    const said = await saidOf({}, JSON.stringify(entry))
    expect(said).toMatchObject([
      { code: expect.stringMatching(/^PROXYM_(PLUGIN|CONFIG)/), message: expect.stringContaining('`') },
    ])
  },
)

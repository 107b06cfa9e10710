import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { createFixture, namesOf, optionsOf, packageFiles } from './fixture.ts'

const object = "export default { name: 'plain', apply(proxym) { proxym.seen('object') } }"
const classy = `export default class Classy { name = 'classy'; constructor(options) { this.options = options }
  apply(proxym) { proxym.seen(this.options) } }`
const factory = "export default options => ({ name: 'handmade', apply(proxym) { proxym.seen(options) } })"

test('resolves a bare word to the official package, and passes the options', async () => {
  const fixture = await createFixture({ 'proxym.config.yaml': 'plugins: [[file, { configsPath: ./services }]]' })
  const config = await fixture.load()
  expect(namesOf(config)).toEqual(['file'])
  expect(config.plugins[0]?.plugin.source).toBe('File')
  expect(optionsOf(config.plugins[0])).toEqual({ configsPath: './services' })
})

test('resolves any other name to exactly that npm package', async () => {
  const fixture = await createFixture({
    ...packageFiles('proxym-plugin-x', factory),
    ...packageFiles('@acme/proxym-plugin-x', object),
    ...packageFiles('@acme/tools', object, { exports: { './plugin': './plugin.js' } }),
    'proxym.config.yaml': "plugins: [[proxym-plugin-x, { a: 1 }], '@acme/proxym-plugin-x', '@acme/tools/plugin']",
  })
  const config = await fixture.load()
  expect(namesOf(config)).toEqual(['handmade', 'plain', 'plain#2'])
  expect(optionsOf(config.plugins[0])).toEqual({ a: 1 })
})

test('never takes a bare word for a package of that name', async () => {
  const fixture = await createFixture({ ...packageFiles('marathon', object), 'proxym.config.yaml': 'plugins: [marathon]' })
  expect(await fixture.mistakes()).toEqual([
    'proxym.config.yaml:1:11: plugin `marathon` is not installed (looked for @proxym/plugin-marathon from DIR). npm install --prefix DIR @proxym/plugin-marathon',
  ])
})

test('finds files from the folder of the configuration, by path or URL, with or without an ending', async () => {
  const fixture = await createFixture({
    'etc/mine.ts': "interface Plugin { name: string }\nexport default { name: 'typed', apply() {} } satisfies Plugin",
    'elsewhere.js': object,
    'etc/folder/index.mjs': classy,
  })
  const url = pathToFileURL(`${fixture.dir}/elsewhere.js`)
  const list = ['./mine.ts', '../elsewhere', `${fixture.dir}/elsewhere.js`, url, './folder'].map(use => `'${use}'`)
  await fixture.write({ 'etc/proxym.config.yaml': `plugins: [${list}]` })
  const config = await fixture.load({}, { configPath: 'etc/proxym.config.yaml' })
  expect(namesOf(config)).toEqual(['typed', 'plain', 'plain#2', 'plain#3', 'classy'])
})

test('makes an instance of a class, and a plugin of a factory without definePlugin', async () => {
  const fixture = await createFixture({
    'classy.mjs': classy,
    'factory.mjs': factory,
    'proxym.config.yaml': 'plugins: [[./classy.mjs, { a: 1 }], ./factory.mjs, { use: ./factory.mjs, options: { b: 2 } }]',
  })
  const config = await fixture.load()
  expect(config.plugins.map(optionsOf)).toEqual([{ a: 1 }, undefined, { b: 2 }])
})

test('takes plugins that are made already, by object literal or class, also in the long form', async () => {
  const fixture = await createFixture({
    'proxym.config.mjs': `${classy.replace('export default ', '')}
      export default { plugins: [new Classy({ a: 1 }), { name: 'here', apply() {} }, { use: new Classy(2), optional: true }] }`,
  })
  const config = await fixture.load()
  expect(config.plugins.map(({ name, optional }) => [name, optional])).toEqual([
    ['classy', false],
    ['here', false],
    ['classy#2', true],
  ])
  expect(optionsOf(config.plugins[0])).toEqual({ a: 1 })
})

test('looks from the running packages when the folder of the configuration has no such plugin', async () => {
  const installation = await createFixture(packageFiles('@proxym/plugin-extra', object))
  const fixture = await createFixture({ 'proxym.config.yaml': 'plugins: [extra]' })
  expect(namesOf(await fixture.load({}, { resolveFrom: [installation.dir] }))).toEqual(['plain'])
  await fixture.write(packageFiles('@proxym/plugin-extra', factory))
  expect(namesOf(await fixture.load({}, { resolveFrom: [installation.dir] }))).toEqual(['handmade'])
})

test('loads packages that only name `exports`, and says what an installed package without a module lacks', async () => {
  const fixture = await createFixture({
    ...packageFiles('@proxym/plugin-conditions', object, { exports: { '.': { import: './plugin.js' } } }),
    ...packageFiles('@proxym/plugin-empty', '', {}),
    'proxym.config.yaml': 'plugins: [conditions]',
  })
  expect(namesOf(await fixture.load())).toEqual(['plain'])
  await fixture.write({ 'proxym.config.yaml': 'plugins: [empty]' })
  const [problem] = await fixture.problems()
  expect(problem).toMatchObject({ code: 'PROXYM_PLUGIN_LOAD', hint: expect.stringContaining('package.json') })
  expect(problem?.message).toContain('plugin `empty`: @proxym/plugin-empty was found')
})

test('`confirmMs` stands beside `optional`; what is no time is a mistake', async () => {
  const fixture = await createFixture({
    'proxym.config.yaml':
      'confirmMs: 9000\nplugins:\n  - { use: signal, confirmMs: 0 }\n  - { use: stdout, optional: true, confirmMs: 5000 }\n  - signal\n',
  })
  const config = await fixture.load()
  expect(config.plugins.map(({ name, optional, confirmMs }) => [name, optional, confirmMs])).toEqual([
    ['signal', false, 0],
    ['stdout', true, 5000],
    ['signal#2', false, undefined],
  ])
  expect(config.settings.confirmMs).toBe(9000)
  await fixture.write({
    'proxym.config.yaml': "plugins:\n  - { use: signal, confirmMs: -1 }\n  - { use: stdout, confirmMs: '5 s' }\n",
  })
  expect(await fixture.mistakes()).toEqual([
    'proxym.config.yaml:2:31: `plugins[0].confirmMs` must be whole milliseconds from 0 to 2147483647, got -1. Write e.g. `confirmMs: 30000`, or 0 to remove at once whatever a source no longer reports.',
    'proxym.config.yaml:3:31: `plugins[1].confirmMs` must be whole milliseconds from 0 to 2147483647, got "5 s". Write e.g. `confirmMs: 30000`, or 0 to remove at once whatever a source no longer reports.',
  ])
})

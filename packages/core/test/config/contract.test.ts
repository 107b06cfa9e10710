import { expect, test } from 'vitest'
import { createFixture } from './fixture.ts'

test.each([
  [
    'exports nothing',
    '',
    'must export a factory, a class or a plugin as default; it exports nothing',
    'Write `export default definePlugin',
  ],
  ['exports only names', 'export const plugin = 1, other = 2', 'as default; it exports `other` and `plugin`', 'Write'],
  ['exports a text', "export default 'haproxy'", 'its default export is "haproxy"', 'Write'],
  ['exports an object without apply', "export default { name: 'x' }", 'its default export is an object', 'Write'],
  ['throws while it is loaded', "throw new Error('no luck')", 'cannot be loaded: no luck', 'Correct the module'],
  [
    'imports what is not installed',
    "import 'proxym-nope'",
    "cannot be loaded: Cannot find package 'proxym-nope'",
    'Install `proxym-nope`',
  ],
  [
    'throws in its factory',
    "export default () => { throw new Error('no luck') }",
    'plugin `./bad.mjs` cannot be made: no luck',
    'Correct its options',
  ],
  ['throws no error in its factory', 'export default () => { throw null }', 'cannot be made: null', 'Correct its options'],
  ['returns nothing', 'export default () => {}', 'must return { name, apply }, got nothing', '`name` is a string'],
  [
    'returns no name',
    'export default () => ({ apply() {} })',
    'must return { name, apply }, got an object with `apply`',
    '`name` is a string',
  ],
  [
    'returns an empty name',
    "export default () => ({ name: '', apply() {} })",
    'got an object with `name` and `apply`',
    '`name` is a string',
  ],
  ['returns a promise', "export default async () => { throw new Error('late') }", 'got a promise', 'Make it synchronous'],
  [
    'throws in its constructor',
    "export default class { apply() {} constructor() { throw new Error('no luck') } }",
    'cannot be made: no luck',
    'Correct',
  ],
  ['is a class without a name', 'export default class { apply() {} }', 'must return { name, apply }', '`name` is a string'],
])('says what is wrong with a plugin that %s', async (_, code, message, hint) => {
  const fixture = await createFixture({ 'bad.mjs': code, 'proxym.config.yaml': 'plugins: [stdout, ./bad.mjs]' })
  const problems = await fixture.problems()
  expect(problems).toMatchObject([{ where: 'proxym.config.yaml:1:19', hint: expect.stringContaining(hint) }])
  expect(problems[0]?.message).toContain(message)
})

test('places what a factory of its own reports by option path, wherever the options are written', async () => {
  const code = `class ProxymError extends Error { name = 'ProxymError'; problems = [
    { code: 'ACME_ZONE', message: 'zone is odd', where: 'zones[1].name' }, { code: 'ACME_ELSE', message: 'else', where: 'https://acme.example' }, { code: 'ACME_ALL', message: 'all' }] }
    export default () => { throw new ProxymError() }`
  const fixture = await createFixture({
    'acme.mjs': code,
    'proxym.config.yaml': 'plugins:\n  - use: ./acme.mjs\n    options:\n      zones: [{ name: a }, { name: b }]',
  })
  expect(await fixture.mistakes()).toEqual([
    'proxym.config.yaml:4:7: all',
    'proxym.config.yaml:4:36: zone is odd',
    'https://acme.example: else',
  ])
})

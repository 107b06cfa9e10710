import { expect, test } from 'vitest'
import { createFixture, namesOf, optionsOf } from './fixture.ts'

test('names the option path of a mistake, because a program has no places', async () => {
  const fixture = await createFixture({
    'proxym.config.ts':
      "export default { stopMs: 'x' as unknown, plugins: [['file', { configsPath: 'a', pollms: 5 }], './none.ts'] }",
  })
  expect(await fixture.mistakes()).toEqual([
    'proxym.config.ts stopMs: `stopMs` must be a number, got "x". Write a number.',
    'proxym.config.ts plugins[0][1].pollms: unknown key `pollms` in `file`. Did you mean `pollMs`?',
    'proxym.config.ts plugins[1]: plugin `./none.ts`: there is no file DIR/none.ts. Correct the path; it starts at the folder of the configuration.',
  ])
})

test('reads a program and its local plugins again when the version changes', async () => {
  const plugin = (name: string) => `export default { name: '${name}', apply() {} }`
  const fixture = await createFixture({
    'proxym.config.mjs': "export default { plugins: ['./mine.mjs'], stopMs: 1 }",
    'mine.mjs': plugin('first'),
  })
  const first = await fixture.load({}, { version: 1 })
  await fixture.write({
    'proxym.config.mjs': "export default { plugins: ['./mine.mjs'], stopMs: 2 }",
    'mine.mjs': plugin('second'),
  })
  const same = await fixture.load({}, { version: 1 })
  const second = await fixture.load({}, { version: 2 })
  expect([first, same, second].map(config => [namesOf(config), config.settings.stopMs])).toEqual([
    [['first'], 1],
    [['first'], 1],
    [['second'], 2],
  ])
})

test('keeps functions and instances in options as they are, also when a variable overrides beside them', async () => {
  const fixture = await createFixture({
    'open.mjs':
      "export default Object.assign(options => ({ name: 'open', apply: p => p.seen(options) }), { definition: { name: 'open', env: { A_B: { option: 'a.b', kind: 'text' } } } })",
    'proxym.config.mjs': "export default { plugins: [['./open.mjs', { when: new Date(5), fn: () => 7, a: { b: 'x', c: 1 } }]] }",
  })
  const config = await fixture.load({ PROXYM_OPEN_A_B: 'y' })
  const options = optionsOf(config.plugins[0]) as { when: Date; fn: () => number; a: object }
  expect(options.when).toBeInstanceOf(Date)
  expect(options.fn()).toBe(7)
  expect(options.a).toEqual({ b: 'y', c: 1 })
  expect(config.overrides).toEqual(['PROXYM_OPEN_A_B overrides open.a.b'])
})

test.each([
  ['throws', "const a = 1\nthrow new Error('no luck')", /^proxym\.config\.mjs:2:7: cannot be loaded: no luck\. Correct/],
  [
    'has no default export',
    'export const config = {}',
    /^proxym\.config\.mjs: must export the configuration, an object, as default\. Write/,
  ],
  ['exports a function', 'export default () => ({})', /^proxym\.config\.mjs: must export the configuration/],
  [
    'imports what is not installed',
    "import '@proxym/nope'\nexport default {}",
    /^proxym\.config\.mjs.*: cannot be loaded: Cannot find package '@proxym\/nope'.*Install `@proxym\/nope` beside the file/,
  ],
])('says what is wrong with a program that %s', async (_, content, says) => {
  const fixture = await createFixture({ 'proxym.config.mjs': content })
  const lines = await fixture.mistakes()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(says)
})

test.each([
  ['a factory that was not called', 'plugins: [() => ({})]', '`plugins[0]` is a function, not a plugin'],
  [
    'a plugin in a pair',
    "plugins: [[{ name: 'a', apply() {} }, {}]]",
    '`plugins[0]` must be the name of a plugin, [name, options]',
  ],
  ['an object without apply', "plugins: [{ name: 'a' }]", '`plugins[0]` must be the name of a plugin, [name, options]'],
  [
    'options for a plugin that is made',
    "plugins: [{ use: { name: 'a', apply() {} }, options: {} }]",
    'plugin `a` is made already and takes no options',
  ],
])('refuses %s', async (_, content, says) => {
  const fixture = await createFixture({ 'proxym.config.mjs': `export default { ${content} }` })
  const [line, ...rest] = await fixture.mistakes()
  expect(rest).toEqual([])
  expect(line).toContain(says)
})

import { inspect } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hideSecrets } from '../../src/config/hide-secrets.ts'
import { createFixture, optionsOf, packageFiles } from './fixture.ts'

const canary = 'c4n4ry-value'
const haproxy = 'templatePath: a, configFilePath: b, reloadCommand: c'

test('replaces references at the options that are secrets before the factory is called', async () => {
  const fixture = await createFixture({
    'etc/token': 'from-file\r\n',
    'etc/c.yaml': `httpToken: { file: ./token }
plugins:
  - [haproxy, { ${haproxy}, socketToken: { env: SOCKET }, users: [{ name: a, password: { file: token } }, { name: b, password: plain }] }]`,
  })
  const config = await fixture.load({ SOCKET: canary }, { configPath: 'etc/c.yaml' })
  expect(config.httpToken).toBe('from-file')
  expect(optionsOf(config.plugins[0])).toMatchObject({
    socketToken: canary,
    users: [
      { name: 'a', password: 'from-file' },
      { name: 'b', password: 'plain' },
    ],
  })
})

test('leaves what looks like a reference alone where no secret is expected', async () => {
  const code = "export default definePlugin({ name: 'any', apply, options: z.any(), secrets: ['token'] })"
  const fixture = await createFixture({
    ...packageFiles('@proxym/plugin-any', code),
    'proxym.config.yaml': 'plugins: [[any, { other: { env: HOME }, token: { env: HOME, or: x } }]]',
  })
  const config = await fixture.load({ HOME: '/root' })
  expect(optionsOf(config.plugins[0])).toEqual({ other: { env: 'HOME' }, token: { env: 'HOME', or: 'x' } })
})

test('lists each secret that is not there, beside the other mistakes and without a second one about its kind', async () => {
  const fixture = await createFixture({
    empty: '\n',
    'proxym.config.yaml': `httpToken: { env: TOKEN }
plugins:
  - - haproxy
    - ${haproxy.replaceAll(', ', '\n      ')}
      socketToken: { file: ./none }
      users: [{ name: 5, password: { file: ./empty } }]`,
  })
  expect((await fixture.mistakes({ TOKEN: '' })).map(line => line.slice(0, line.indexOf('. ')))).toEqual([
    'proxym.config.yaml:1:12: `httpToken` comes from the variable `TOKEN`, which is not set',
    'proxym.config.yaml:7:20: `haproxy.socketToken` comes from the file `./none`, which cannot be read (ENOENT)',
    'proxym.config.yaml:8:23: `haproxy.users[0].name` must be a string, got 5',
    'proxym.config.yaml:8:36: `haproxy.users[0].password` comes from the file `./empty`, which is empty',
  ])
})

test('needs no reference that a variable overrides, and does not call its variable unused', async () => {
  const fixture = await createFixture({
    'proxym.config.yaml': `httpToken: { env: NOT_SET }\nplugins: [[haproxy, { ${haproxy}, socketToken: { env: PROXYM_MY_SECRET } }]]`,
  })
  const config = await fixture.load({ PROXYM_HTTP_TOKEN: 'x', PROXYM_MY_SECRET: canary })
  expect(config).toMatchObject({ httpToken: 'x', warnings: [], overrides: ['PROXYM_HTTP_TOKEN overrides httpToken'] })
})

const leaky = `export default definePlugin({ name: 'leaky', apply, secrets: ['token'],
  options: z.strictObject({ token: z.string().refine(() => false, { error: issue => 'must be longer, got ' + issue.input }), more: z.any() })
    .superRefine((options, context) => context.addIssue({ code: 'custom', path: ['more'], message: 'must fit ' + options.token, input: options.token })) })`
const thrower = `export default Object.assign(options => { throw new Error('cannot use ' + options.token, { cause: { options } }) },
  { definition: { name: 'thrower', secrets: ['token'], env: { TOKEN: { option: 'token', kind: 'number' } } } })`

test.each([
  ['as it is', canary, {}],
  ['in a variable', '{ env: CANARY }', { CANARY: canary }],
  ['in a file', '{ file: ./canary }', {}],
  ['set by a variable of the plugin', '""', { PROXYM_THROWER_TOKEN: canary, PROXYM_HTTP_TOKEN: canary }],
])('never shows a secret that is given %s', async (_, written, env) => {
  const fixture = await createFixture({
    ...packageFiles('@proxym/plugin-leaky', leaky),
    ...packageFiles('@proxym/plugin-thrower', thrower),
    canary,
    'proxym.config.yaml': `httpToken: ${written}
lisen: 1 # ${canary}
plugins:
  - [leaky, { token: ${written}, more: 5, nope: 1 }]
  - [thrower, { token: ${written}, at: 'http://user:${canary}@host' }]
  - [haproxy, { ${haproxy}, socketToken: ${written}, servers: ['http://x/${canary}', 5], nope: ['${canary}'] }]
  - [haproxy, { ${haproxy}, users: [{ name: a, passwrd: ${canary}, password: [${canary}] }] }]`,
  })
  const problems = await fixture.problems({ ...env, PROXYM_LISTEN_ADDRESS: canary })
  expect(problems.length).toBeGreaterThanOrEqual(7)
  expect(inspect(problems, { depth: 20, maxStringLength: null, maxArrayLength: null })).not.toContain(canary)
})

test.each([
  ['json', '{ "httpToken": "c4n4ry-value" "x" }'],
  ['json', '{ "httpToken": c4n4ry-value }'],
  ['yaml', 'httpToken: "c4n4ry-value" x\n'],
  ['yaml', "httpToken: 'c4n4ry-value\n"],
  ['yaml', 'plugins: [[haproxy, { users: [{ password: c4n4ry-value ] }]]\n'],
  ['yaml', 'a: 1\na: { token: c4n4ry-value }\n'],
])('never shows a secret of a %s file that cannot be parsed: %s', async (ending, content) => {
  const fixture = await createFixture({ [`proxym.config.${ending}`]: content })
  const problems = await fixture.problems()
  expect(inspect(problems, { depth: 20 })).not.toContain(canary)
})

test('says of a wrong secret what it must be, not what it is', async () => {
  const fixture = await createFixture({ 'proxym.config.yaml': `plugins: [[haproxy, { ${haproxy}, socketToken: 123456 }]]` })
  const [line, ...rest] = await fixture.mistakes()
  expect(rest).toEqual([])
  expect(line).toContain("`haproxy.socketToken` must be a string, { env: 'NAME' } or { file: '/path' }. Correct it")
})

test('hides a secret wherever it appears in a problem', () => {
  const around = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '`', '.'), maxLength: 10 })
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9$+?(){}[\]\\"]{4,12}$/), around, around, (secret, before, after) => {
      const leak = before + secret + after
      const cause = new Error('no', { cause: { options: [leak] } })
      const source = { file: 'f', line: 1, column: 1, length: 1, text: leak }
      const problem = { code: 'PROXYM_X', message: leak, hint: leak, where: leak, subject: leak, cause, source }
      const hidden = hideSecrets(problem, new Set([secret, 'other']))
      expect(Object.values(hidden).filter(value => String(value).includes(secret))).toEqual([])
      expect(hidden.cause).toBeUndefined()
      expect(hidden.source?.text).toBe(before + '*'.repeat(secret.length) + after)
      expect(hidden.message).toBe(`${before}***${after}`)
    }),
  )
})

test('keeps the cause of a problem that holds no secret', () => {
  const cause = new Error('harmless')
  expect(hideSecrets({ code: 'PROXYM_X', message: 'a', cause }, new Set([canary])).cause).toBe(cause)
})

import { expect, test } from 'vitest'
import { createFixture, namesOf, packageFiles } from './fixture.ts'

const plain = (name: string) => `export default { name: '${name}', apply() {} }`
const defined = (name: string) =>
  `export default definePlugin({ name: '${name}', apply, options: z.strictObject({ zone: z.string().optional() }), env: { ZONE: text('zone') } })`

test.each(['1', 't', 'T', 'true', 'TRUE', 'y', 'yes', 'on'])('PROXYM_STDOUT_ENABLED=%s adds the plugin', async value => {
  const fixture = await createFixture()
  expect(namesOf(await fixture.load({ PROXYM_STDOUT_ENABLED: value }))).toEqual(['stdout'])
})

test.each(['0', 'f', 'false', 'n', 'no', 'off'])(
  'PROXYM_STDOUT_ENABLED=%s removes every instance, right or wrong',
  async value => {
    const fixture = await createFixture({ 'proxym.config.yaml': 'plugins: [stdout, signal, [stdout, { format: nonsense }]]' })
    const config = await fixture.load({ PROXYM_STDOUT_ENABLED: value })
    expect(namesOf(config)).toEqual(['signal'])
    expect(config.overrides).toEqual(['PROXYM_STDOUT_ENABLED removes stdout'])
  },
)

test('adds after those of the file, in the order of the table, then by name', async () => {
  const packages = ['hipache', 'marathon', 'mesos-master', 'alpha'].map(word =>
    packageFiles(`@proxym/plugin-${word}`, plain(word)),
  )
  const fixture = await createFixture(Object.assign({ 'proxym.config.yaml': 'plugins: [signal]' }, ...packages))
  const env = Object.fromEntries(
    ['ALPHA', 'STDOUT', 'MESOS_MASTER', 'MARATHON', 'HIPACHE', 'SIGNAL'].map(prefix => [`PROXYM_${prefix}_ENABLED`, '1']),
  )
  expect(namesOf(await fixture.load(env))).toEqual(['signal', 'hipache', 'marathon', 'mesos-master', 'stdout', 'alpha'])
})

test('switches a package, a file and an object by their own names', async () => {
  const fixture = await createFixture({
    ...packageFiles('proxym-plugin-x', defined('acme-dns')),
    'mine.mjs': plain('mine'),
    'proxym.config.mjs': "export default { plugins: ['proxym-plugin-x', './mine.mjs', { name: 'here', apply() {} }, 'stdout'] }",
  })
  const on = await fixture.load({
    PROXYM_ACME_DNS_ENABLED: '1',
    PROXYM_MINE_ENABLED: '1',
    PROXYM_HERE_ENABLED: '1',
    PROXYM_ACME_DNS_ZONE: 'a',
  })
  expect(namesOf(on)).toEqual(['acme-dns', 'mine', 'here', 'stdout'])
  expect(on).toMatchObject({ overrides: ['PROXYM_ACME_DNS_ZONE sets acme-dns.zone'], warnings: [] })
  const off = await fixture.load({ PROXYM_ACME_DNS_ENABLED: '0', PROXYM_MINE_ENABLED: '0', PROXYM_HERE_ENABLED: '0' })
  expect(namesOf(off)).toEqual(['stdout'])
})

test('names the prefix of a bare word after the word, whatever the plugin calls itself', async () => {
  const fixture = await createFixture({
    ...packageFiles('@proxym/plugin-acme-dns', defined('other')),
    'proxym.config.yaml': 'plugins: [acme-dns]',
  })
  const config = await fixture.load({ PROXYM_ACME_DNS_ZONE: 'a', PROXYM_ACME_DNS_ENABLED: '1' })
  expect(config).toMatchObject({ warnings: [], overrides: ['PROXYM_ACME_DNS_ZONE sets other.zone'] })
  expect(namesOf(config)).toEqual(['other'])
})

test('prints the command that installs a plugin which a variable adds', async () => {
  const fixture = await createFixture()
  expect(await fixture.mistakes({ PROXYM_MARATON_ENABLED: '1' })).toEqual([
    'PROXYM_MARATON_ENABLED: plugin `maraton` is not installed (looked for @proxym/plugin-maraton from DIR). Did you mean `marathon`? Otherwise run: npm install --prefix DIR @proxym/plugin-maraton',
  ])
})

test.each([
  ['PROXYM_MARATHON_SERVRES', 'x', 'the plugin `marathon` is not enabled', 'Set `PROXYM_MARATHON_ENABLED=1`'],
  ['PROXYM_MESOS_MASTER_DOMAIN', 'x', 'the plugin `mesos-master` is not enabled', '`PROXYM_MESOS_MASTER_ENABLED=1`'],
  ['PROXYM_PROXY_TEMPLATE_PATH', 'x', 'the plugin `haproxy` is not enabled', 'Set `PROXYM_PROXY_ENABLED=1`'],
  ['PROXYM_HAPROXY_TEMPLATE_PATH', 'x', 'the plugin `haproxy` is not enabled', 'call this one `PROXYM_PROXY_TEMPLATE_PATH`'],
  ['PROXYM_FILE_CONFIG_PATH', 'x', 'there is no such variable', 'Did you mean `PROXYM_FILE_CONFIGS_PATH`?'],
  ['PROXYM_LISTEN_ADRESS', 'x', 'there is no such variable', 'Did you mean `PROXYM_LISTEN_ADDRESS`?'],
  ['PROXYM_HTTPAPI_LISTEN_ADDRESS', 'x', 'the HTTP API is part of proxym', 'Did you mean `PROXYM_LISTEN_ADDRESS`?'],
  ['PROXYM_HTTPAPI_ENABLED', '1', 'the HTTP API is part of proxym', 'Did you mean `PROXYM_LISTEN_ADDRESS`?'],
  ['PROXYM_XYZZY', 'x', 'there is no such variable', 'Remove it.'],
])('warns that %s is not used, and what is', async (name, value, message, hint) => {
  const fixture = await createFixture({ 'proxym.config.yaml': 'plugins: [[file, { configsPath: a }]]' })
  const { warnings } = await fixture.load({ [name]: value, OTHER_PROXYM_X: '1', proxym_x: '2' })
  expect(warnings).toHaveLength(1)
  expect(warnings[0]?.message).toContain(`\`${name}\` is not used: ${message}`)
  expect(warnings[0]?.hint).toContain(hint)
})

test('still understands the old prefix of haproxy, with a warning that names the new one', async () => {
  const fixture = await createFixture()
  const config = await fixture.load({
    PROXYM_HAPROXY_ENABLED: '1',
    PROXYM_HAPROXY_TEMPLATE_PATH: 'a',
    PROXYM_HAPROXY_CONFIG_FILE_PATH: 'b',
    PROXYM_PROXY_RELOAD_COMMAND: 'new',
    PROXYM_HAPROXY_RELOAD_COMMAND: 'old',
  })
  expect(config.overrides).toContain('PROXYM_PROXY_RELOAD_COMMAND sets haproxy.reloadCommand')
  expect(config.warnings.map(({ hint }) => hint)).toEqual([
    'Use `PROXYM_PROXY_ENABLED`.',
    'Use `PROXYM_PROXY_TEMPLATE_PATH`.',
    'Use `PROXYM_PROXY_CONFIG_FILE_PATH`.',
    'Use `PROXYM_PROXY_RELOAD_COMMAND`.',
  ])
})

test('says nothing about the variables of a plugin that is switched off or could not be loaded', async () => {
  const fixture = await createFixture({ 'proxym.config.yaml': 'plugins: [stdout]' })
  expect((await fixture.load({ PROXYM_FILE_ENABLED: '0', PROXYM_FILE_CONFIGS_PATH: 'x' })).warnings).toEqual([])
  const load = fixture.load({ PROXYM_MARATHON_ENABLED: '1', PROXYM_MARATHON_SERVERS: 'x' })
  await expect(load).rejects.toMatchObject({ problems: [{ code: 'PROXYM_PLUGIN_NOT_FOUND' }], warnings: [] })
})

test('warns that a plugin which is made already takes no variables', async () => {
  const fixture = await createFixture({ 'proxym.config.mjs': "export default { plugins: [{ name: 'file', apply() {} }] }" })
  const { warnings } = await fixture.load({ PROXYM_FILE_CONFIGS_PATH: 'x' })
  expect(warnings).toMatchObject([{ code: 'PROXYM_ENV_UNUSED', where: 'proxym.config.mjs plugins[0]' }])
  expect(warnings[0]?.message).toContain('`file` takes no variables, because it is made already')
})

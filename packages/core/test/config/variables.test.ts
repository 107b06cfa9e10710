import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFixture, namesOf, optionsOf } from './fixture.ts'

const stdout = { 'proxym.config.yaml': 'plugins: [stdout]' }
const haproxy = {
  PROXYM_PROXY_ENABLED: '1',
  PROXYM_PROXY_TEMPLATE_PATH: './haproxy.cfg.liquid',
  PROXYM_PROXY_CONFIG_FILE_PATH: '/etc/haproxy/haproxy.cfg',
  PROXYM_PROXY_RELOAD_COMMAND: 'systemctl reload haproxy, please',
}

test('has the promised defaults without any variable', async () => {
  const fixture = await createFixture(stdout)
  expect(await fixture.load()).toMatchObject({
    listen: { host: '127.0.0.1', port: 5678 },
    httpToken: undefined,
    stateDir: join(fixture.dir, '.proxym'),
    log: { level: 'info', format: undefined },
    settings: { debounceMs: 250, maxWaitMs: 1000, patienceMs: 1000, timeoutMs: 15_000, resyncMs: 60_000, stopMs: 5000 },
    overrides: [],
    warnings: [],
  })
})

test.each([
  ['PROXYM_LISTEN_ADDRESS', '0.0.0.0:80', { listen: { host: '0.0.0.0', port: 80 } }, 'listen'],
  ['PROXYM_LISTEN_ADDRESS', ':80', { listen: { host: '', port: 80 } }, 'listen'],
  ['PROXYM_LOG_APPLOG_LEVEL', 'DEBUG', { log: { level: 'debug' } }, 'log.level'],
  ['PROXYM_LOG_APPLOG_LEVEL', 'critical', { log: { level: 'critical' } }, 'log.level'],
  ['PROXYM_LOG_FORMAT', 'json', { log: { format: 'json' } }, 'log.format'],
  ['PROXYM_LOG_FORMAT', '[%{level}] %{message}', { log: { format: '[%{level}] %{message}' } }, 'log.format'],
  ['PROXYM_STATE_DIR', '/var/lib/proxym', { stateDir: '/var/lib/proxym' }, 'stateDir'],
  ['PROXYM_HTTP_TOKEN', 'from-variable', { httpToken: 'from-variable' }, 'httpToken'],
])('%s=%s overrides the file', async (name, value, expected, option) => {
  const content =
    "plugins: [stdout]\nlisten: ':1'\nstateDir: ./state\nhttpToken: { env: NOT_SET }\nlog: { level: Warning, format: '%{message}' }"
  const fixture = await createFixture({ 'proxym.config.yaml': content })
  const config = await fixture.load({ PROXYM_HTTP_TOKEN: 'other', [name]: value })
  expect(config).toMatchObject(expected)
  expect(config.overrides).toContain(`${name} overrides ${option}`)
  expect(config.warnings).toEqual([])
})

test('keeps state where the option, else systemd, else the working directory says', async () => {
  const fixture = await createFixture({ 'etc/c.yaml': 'plugins: [stdout]\nstateDir: ./state', 'etc/d.yaml': 'plugins: [stdout]' })
  const systemd = { STATE_DIRECTORY: '/var/lib/one:/var/lib/two' }
  expect((await fixture.load(systemd, { configPath: 'etc/c.yaml' })).stateDir).toBe(join(fixture.dir, 'etc/state'))
  expect((await fixture.load(systemd, { configPath: 'etc/d.yaml' })).stateDir).toBe('/var/lib/one')
  expect((await fixture.load({}, { configPath: 'etc/d.yaml' })).stateDir).toBe(join(fixture.dir, '.proxym'))
})

test('starts from variables alone', async () => {
  const fixture = await createFixture()
  const config = await fixture.load({
    ...haproxy,
    PROXYM_SIGNAL_ENABLED: 'true',
    PROXYM_STDOUT_ENABLED: 't',
    PROXYM_FILE_ENABLED: '1',
    PROXYM_FILE_CONFIGS_PATH: './services',
    PROXYM_PROXY_CHECK_COMMAND: 'haproxy -c -f %s',
  })
  expect(config).toMatchObject({ configPath: undefined, configDir: fixture.dir, warnings: [] })
  expect(namesOf(config)).toEqual(['file', 'haproxy', 'signal', 'stdout'])
  expect(config.plugins.map(optionsOf)).toEqual([
    { configsPath: './services' },
    {
      templatePath: './haproxy.cfg.liquid',
      configFilePath: '/etc/haproxy/haproxy.cfg',
      checkCommand: 'haproxy -c -f %s',
      reloadCommand: 'systemctl reload haproxy, please',
    },
    undefined,
    {},
  ])
  expect(config.overrides).toContain('PROXYM_PROXY_ENABLED adds haproxy')
  expect(config.overrides).toContain('PROXYM_PROXY_CHECK_COMMAND sets haproxy.checkCommand')
})

test.each(['TEMPLATE_PATH', 'CONFIG_FILE_PATH', 'RELOAD_COMMAND'])(
  'requires PROXYM_PROXY_%s when haproxy is enabled',
  async suffix => {
    const fixture = await createFixture()
    const lines = await fixture.mistakes({ ...haproxy, [`PROXYM_PROXY_${suffix}`]: '' })
    expect(lines).toEqual([
      `\`PROXYM_PROXY_${suffix}\` is required and not set. Set it; PROXYM_PROXY_ENABLED enables \`haproxy\`, which cannot work without.`,
    ])
  },
)

test('lays variables over what the file says, each as its kind', async () => {
  const fixture = await createFixture({
    'proxym.config.yaml':
      'plugins: [[file, { configsPath: a, deep: { once: true } }], [haproxy, { templatePath: a, configFilePath: b, reloadCommand: c }]]',
  })
  const config = await fixture.load({
    PROXYM_FILE_CONFIGS_PATH: 'b',
    PROXYM_FILE_POLL_MS: '50',
    PROXYM_FILE_DEEP_ONCE: 'no',
    PROXYM_PROXY_SERVERS: 'http://a:1, http://b:2,,',
  })
  expect(optionsOf(config.plugins[0])).toEqual({ configsPath: 'b', pollMs: 50, deep: { once: false } })
  expect(optionsOf(config.plugins[1])).toMatchObject({ servers: ['http://a:1', 'http://b:2'] })
  expect(config.overrides).toEqual([
    'PROXYM_FILE_CONFIGS_PATH overrides file.configsPath',
    'PROXYM_FILE_POLL_MS sets file.pollMs',
    'PROXYM_FILE_DEEP_ONCE overrides file.deep.once',
    'PROXYM_PROXY_SERVERS sets haproxy.servers',
  ])
})

test('applies variables to the first instance only', async () => {
  const fixture = await createFixture({
    'proxym.config.yaml': 'plugins: [[file, { configsPath: a }], [file, { configsPath: b }]]',
  })
  const config = await fixture.load({ PROXYM_FILE_CONFIGS_PATH: 'x', PROXYM_FILE_ENABLED: '1' })
  expect(namesOf(config)).toEqual(['file', 'file#2'])
  expect(config.plugins.map(optionsOf)).toEqual([{ configsPath: 'x' }, { configsPath: 'b' }])
})

test('keeps what the file says about optional', async () => {
  const fixture = await createFixture({
    'proxym.config.yaml': 'plugins: [{ use: file, optional: true, options: { configsPath: a } }, stdout]',
  })
  expect((await fixture.load()).plugins.map(({ optional }) => optional)).toEqual([true, false])
})

test('ignores an empty variable', async () => {
  const fixture = await createFixture(stdout)
  const config = await fixture.load({
    PROXYM_LISTEN_ADDRESS: '',
    PROXYM_FILE_ENABLED: '',
    PROXYM_LOG_FORMAT: '',
    PROXYM_CONFIG: '',
  })
  expect(config).toMatchObject({ listen: { port: 5678 }, warnings: [], overrides: [] })
})

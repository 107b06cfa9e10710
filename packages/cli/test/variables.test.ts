import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { fakeIo } from './fake-io.ts'

const config = `listen: 127.0.0.1:1
httpToken: old
stateDir: ./old
log: { level: debug, format: json }
plugins:
  - [file, { configsPath: ./old }]
  - [haproxy, { templatePath: haproxy, configFilePath: ./old.cfg, checkCommand: old, reloadCommand: old }]
  - [stdout, { format: json }]
`

test.each([
  ['PROXYM_LISTEN_ADDRESS', ':0', 'listen'],
  ['PROXYM_HTTP_TOKEN', 'hunter2', 'httpToken'],
  ['PROXYM_STATE_DIR', './state', 'stateDir'],
  ['PROXYM_LOG_APPLOG_LEVEL', 'ERROR', 'log.level'],
  ['PROXYM_LOG_FORMAT', '%{message}', 'log.format'],
  ['PROXYM_FILE_CONFIGS_PATH', './new', 'file.configsPath'],
  ['PROXYM_PROXY_TEMPLATE_PATH', 'nginx', 'haproxy.templatePath'],
  ['PROXYM_PROXY_CONFIG_FILE_PATH', './new.cfg', 'haproxy.configFilePath'],
  ['PROXYM_PROXY_CHECK_COMMAND', 'new', 'haproxy.checkCommand'],
  ['PROXYM_PROXY_RELOAD_COMMAND', 'new', 'haproxy.reloadCommand'],
  ['PROXYM_STDOUT_FORMAT', 'table', 'stdout.format'],
])('check says that %s=%s overrides %s', async (variable, value, option) => {
  await using io = await fakeIo(['check'], { files: { 'proxym.config.yaml': config }, env: { [variable]: value } })
  expect(await main(io)).toBe(0)
  expect(io.out()).toContain(`${variable} overrides ${option}`)
  expect(io.out() + io.err()).not.toContain('hunter2')
  expect(await readdir(io.cwd)).toEqual(['proxym.config.yaml'])
})

test.each([
  ['file', { PROXYM_FILE_ENABLED: '1', PROXYM_FILE_CONFIGS_PATH: './x' }],
  [
    'haproxy',
    {
      PROXYM_PROXY_ENABLED: 'true',
      PROXYM_PROXY_TEMPLATE_PATH: 'haproxy',
      PROXYM_PROXY_CONFIG_FILE_PATH: './x.cfg',
      PROXYM_PROXY_RELOAD_COMMAND: 'true',
    },
  ],
  ['signal', { PROXYM_SIGNAL_ENABLED: 't' }],
  ['stdout', { PROXYM_STDOUT_ENABLED: 'yes' }],
])('%s can be added without a file', async (name, env) => {
  await using io = await fakeIo(['check'], { env })
  expect(await main(io)).toBe(0)
  expect(io.out()).toMatch(new RegExp(`variables only \\(1 plugin\\)[\\s\\S]*^${name} `, 'm'))
})

test('false takes a plugin of the file away', async () => {
  await using io = await fakeIo(['check'], { files: { 'proxym.config.yaml': config }, env: { PROXYM_STDOUT_ENABLED: '0' } })
  expect(await main(io)).toBe(0)
  expect(io.out()).not.toMatch(/^stdout /m)
})

test('PROXYM_CONFIG names the file, --config is stronger', async () => {
  const files = { 'one.yaml': 'plugins: [stdout]\n', 'two.yaml': 'plugins: [signal]\n' }
  await using named = await fakeIo(['check'], { files, env: { PROXYM_CONFIG: 'one.yaml' } })
  expect(await main(named)).toBe(0)
  expect(named.out()).toContain('one.yaml')
  await using stronger = await fakeIo(['check', '-c', 'two.yaml'], { files, env: { PROXYM_CONFIG: 'one.yaml' } })
  expect(await main(stronger)).toBe(0)
  expect(stronger.out()).toContain('two.yaml')
})

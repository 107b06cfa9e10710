import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { fakeIo } from './fake-io.ts'

const haproxy = '{ templatePath: haproxy, configFilePath: ./out.cfg, reloadCommand: x }'

// What is written, and what the message must name: the place, what is wrong, what to do.
const mistakes: readonly (readonly [mistake: string, config: string, ...named: RegExp[]])[] = [
  ['an unknown key', 'plugin: [stdout]', /yaml:1:1/, /`plugin`/, /`plugins`/],
  ['no plugins', 'plugins: []', /plugins/],
  ['plugins that are no list', 'plugins: stdout', /`plugins`/],
  ['an unknown plugin', 'plugins: [sdtout]', /yaml:1:\d+/, /sdtout/, /stdout/],
  ['a plugin that is not installed', 'plugins: [proxym-plugin-nowhere]', /npm install .*proxym-plugin-nowhere/],
  ['a missing file', 'plugins: [./mine.ts]', /mine\.ts/],
  ['an entry that is a number', 'plugins: [stdout, 7]', /yaml:1:19/],
  ['an entry without a name', 'plugins: [stdout, { options: {} }]', /use/],
  ['an unknown option', 'plugins: [[stdout, { fromat: json }]]', /fromat/, /`format`/],
  ['a wrong choice', 'plugins: [[stdout, { format: xml }]]', /"text", "json" or "table"/],
  ['a missing option', 'plugins: [[file, {}]]', /configsPath/, /PROXYM_FILE_CONFIGS_PATH/],
  ['an option of the wrong type', 'plugins: [[file, { configsPath: 4 }]]', /configsPath/],
  ['an empty command', `plugins: [[haproxy, ${haproxy.replace('x }', "'' }")}]]`, /reloadCommand/],
  ['a wrong address', 'listen: nowhere\nplugins: [stdout]', /listen/, /nowhere/],
  ['a port that is too high', 'listen: 127.0.0.1:70000\nplugins: [stdout]', /70000/],
  ['a time that is a word', 'resyncMs: soon\nplugins: [stdout]', /resyncMs/, /soon/],
  ['a time below zero', 'debounceMs: -1\nplugins: [stdout]', /debounceMs/],
  ['an unknown level', 'log: { level: loud }\nplugins: [stdout]', /loud/, /critical/],
  ['an unknown part of a log format', "log: { format: '%{nothing}' }\nplugins: [stdout]", /nothing/],
  ['a secret that is not there', 'httpToken: { env: NO_SUCH_TOKEN }\nplugins: [stdout]', /NO_SUCH_TOKEN/],
  ['a list that is not closed', 'plugins: [stdout', /yaml:\d+:\d+/],
  ['a key twice', 'plugins: [stdout]\nplugins: [file]', /yaml:2/],
]

test.each(mistakes)('%s is told before anything is written', async (_, config, ...named) => {
  await using io = await fakeIo([], { files: { 'proxym.config.yaml': `${config}\n` } })
  expect(await main(io)).toBe(78)
  expect(io.out()).toBe('')
  for (const name of named) expect(io.err()).toMatch(name)
  expect(io.err()).toMatch(/^(\S+: )?error: /m)
  expect(await readdir(io.cwd)).toEqual(['proxym.config.yaml'])
})

test('no configuration at all says how to get one', async () => {
  await using io = await fakeIo([])
  expect(await main(io)).toBe(78)
  expect(io.err()).toMatch(/proxym init|PROXYM_/)
})

test('two configurations are named both', async () => {
  await using io = await fakeIo([], { files: { 'proxym.config.yaml': '', 'proxym.config.json': '{}' } })
  expect(await main(io)).toBe(78)
  expect(io.err()).toMatch(/proxym\.config\.json.*proxym\.config\.yaml|proxym\.config\.yaml.*proxym\.config\.json/)
})

test('a variable that is not known is a warning, and with --strict a mistake', async () => {
  const options = { files: { 'proxym.config.yaml': 'plugins: [stdout]\n' }, env: { PROXYM_STDUOT_ENABLD: '1' } }
  await using lenient = await fakeIo(['check'], options)
  expect(await main(lenient)).toBe(0)
  expect(lenient.err()).toContain('PROXYM_STDUOT_ENABLD')
  await using strict = await fakeIo(['check', '--strict'], options)
  expect(await main(strict)).toBe(78)
})

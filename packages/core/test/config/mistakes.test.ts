import { expect, test } from 'vitest'
import { excerptOf } from '../../src/config/file/excerpt.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { describeProblem } from '../../src/problem.ts'
import { createFixture } from './fixture.ts'
import { typicalMistakes } from './typical-mistakes.ts'

test.each(typicalMistakes)('says where and what is wrong, and what to do next, about $name', async ({ yaml, env, says }) => {
  const fixture = await createFixture(yaml === undefined ? {} : { 'proxym.config.yaml': yaml })
  const problems = await fixture.problems(env)
  expect(problems).toHaveLength(1)
  const [problem] = problems
  expect(problem?.hint).toBeTruthy()
  expect(problem?.code).toMatch(/^PROXYM_/)
  expect(problem && describeProblem(problem).replaceAll(fixture.dir, 'DIR')).toBe(says)
})

const allAtOnce = `
lisen: 1
listen: 5678
httpToken: { env: TOKEN }
resyncMs: '60000'
debounceMs: -1
patienceMs: 1.5
maxWaitMs: 9999999999
stateDir: ''
log: { level: warnin, format: '%{mesage}', colour: true }
plugins:
  - 5
  - use: stdout
    optinal: true
    options: { format: jsno }
  - std-out
  - mine.ts
  - ./mine.ts
  - [signal, { every: 5 }]
  - [file, ./services]
  - [file, { pollms: 5 }]
  - [file, { configsPath: [a], pollMs: 1 }]
  - [haproxy, { templatePath: a, configFilePath: b, reloadCommand: c, servers: ["ftp://m1"] }]
`

test('lists every mistake at once, in the order of the file, then the variables', async () => {
  const fixture = await createFixture({ 'proxym.config.yaml': allAtOnce })
  const env = {
    PROXYM_LISTEN_ADDRESS: 'localhost',
    PROXYM_STDOUT_ENABLED: 'maybe',
    PROXYM_PROXY_ENABLED: 'yes',
    PROXYM_HIPACHE_ENABLED: '1',
    PROXYM_LOG_APPLOG_LEVEL: 'loud',
    PROXYM_LOG_FORMAT: '%{nope}',
  }
  const lines = await fixture.mistakes(env)
  expect(lines.map(line => line.slice(0, line.search(/\. |, got/)))).toEqual([
    'proxym.config.yaml:2:1: unknown key `lisen`',
    'proxym.config.yaml:3:9: `listen` must be a string',
    'proxym.config.yaml:4:12: `httpToken` comes from the variable `TOKEN`, which is not set',
    'proxym.config.yaml:5:11: `resyncMs` must be a number',
    'proxym.config.yaml:6:13: `debounceMs` must be at least 0',
    'proxym.config.yaml:7:13: `patienceMs` must be a whole number',
    'proxym.config.yaml:8:12: `maxWaitMs` must be at most 2147483647',
    'proxym.config.yaml:9:11: `stateDir` must not be empty',
    'proxym.config.yaml:10:15: `log.level` must be one of "critical", "error", "warning", "notice", "info", "debug"',
    'proxym.config.yaml:10:44: unknown key `colour` in `log`',
    'proxym.config.yaml:12:5: `plugins[0]` must be the name of a plugin, [name, options], { use, optional, confirmMs, options } or a plugin',
    'proxym.config.yaml:14:5: unknown key `optinal` in `plugins[1]`',
    'proxym.config.yaml:15:24: `stdout.format` must be one of "text", "json", "table"',
    'proxym.config.yaml:16:5: plugin `std-out` is not installed (looked for @proxym/plugin-std-out from DIR)',
    'proxym.config.yaml:17:5: plugin `mine.ts` is not installed (looked for mine.ts from DIR)',
    'proxym.config.yaml:18:5: plugin `./mine.ts`: there is no file DIR/mine.ts',
    'proxym.config.yaml:19:14: `signal` takes no options',
    'proxym.config.yaml:20:12: options of `file` must be an object',
    'proxym.config.yaml:21:12: `file.configsPath` is required (a string)',
    'proxym.config.yaml:21:14: unknown key `pollms` in `file`',
    'proxym.config.yaml:22:27: `file.configsPath` must be a string',
    'proxym.config.yaml:22:40: `file.pollMs` must be at least 5',
    'proxym.config.yaml:23:81: `haproxy.servers[0]` must be host:port or an http(s) URL',
    '`PROXYM_LISTEN_ADDRESS` must be host:port, :port or [IPv6]:port',
    '`PROXYM_LOG_APPLOG_LEVEL` must be one of critical, error, warning, notice, info, debug',
    'PROXYM_LOG_FORMAT: log format: `%{nope}` is not a verb',
    '`PROXYM_STDOUT_ENABLED` must be true or false (1, t, yes, on, …)',
    'PROXYM_HIPACHE_ENABLED: plugin `hipache` is not installed (looked for @proxym/plugin-hipache from DIR)',
  ])
})

test('reports variables also when the file cannot be parsed', async () => {
  const fixture = await createFixture({ 'proxym.config.json': '{ "plugins": [ }' })
  expect(await fixture.mistakes({ PROXYM_LISTEN_ADDRESS: 'x', PROXYM_FILE_ENABLED: '1' })).toEqual([
    'proxym.config.json:1:16: not valid JSON: a value or `]` must stand here, got `}`. Correct the syntax.',
    '`PROXYM_LISTEN_ADDRESS` must be host:port, :port or [IPv6]:port, got "x". Write e.g. "127.0.0.1:5678".',
    '`PROXYM_FILE_CONFIGS_PATH` is required and not set. Set it; PROXYM_FILE_ENABLED enables `file`, which cannot work without.',
  ])
})

test('carries the line of the file, for carets', async () => {
  const fixture = await createFixture({ 'proxym.config.yaml': 'plugins:\r\n  - [file, { configsPath: 55 }]\r\n' })
  const [problem] = await fixture.problems()
  expect(problem && excerptOf(problem)).toEqual({
    file: 'proxym.config.yaml',
    line: 2,
    column: 27,
    length: 2,
    text: '  - [file, { configsPath: 55 }]',
  })
})

test('points only at the beginning of what lacks an option', async () => {
  const fixture = await createFixture({ 'proxym.config.yaml': 'plugins: [[file, { pollMs: 5 }]]' })
  const [problem] = await fixture.problems()
  expect(problem && excerptOf(problem)).toMatchObject({ column: 18, length: 1 })
})

test('carries the warnings with the mistakes, because a misspelt variable is often the cause', async () => {
  const fixture = await createFixture()
  const load = loadConfig({ cwd: fixture.dir, env: { PROXYM_FILE_ENABLED: '1', PROXYM_FILE_CONFIG_PATH: 'x' } })
  await expect(load).rejects.toMatchObject({
    name: 'ProxymError',
    problems: [{ code: 'PROXYM_ENV_MISSING' }],
    warnings: [{ code: 'PROXYM_ENV_UNKNOWN', hint: 'Did you mean `PROXYM_FILE_CONFIGS_PATH`?' }],
  })
})

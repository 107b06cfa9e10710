import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFixture, namesOf } from './fixture.ts'

const yaml = 'plugins: [stdout]'
const json = '{ "$schema": "./node_modules/@proxym/core/schema.json", "plugins": ["stdout"] }'
const js = "export default { plugins: ['stdout'] }"
const ts = 'const plugins: readonly string[] = ["stdout"]\nexport default { plugins } satisfies object'

test.each([
  ['proxym.config.yaml', yaml],
  ['proxym.config.yml', yaml],
  ['proxym.config.json', json],
  ['proxym.config.js', js],
  ['proxym.config.mjs', js],
  ['proxym.config.ts', ts],
  ['proxym.config.mts', ts],
])('finds %s in the working directory', async (name, content) => {
  const fixture = await createFixture({ 'package.json': '{ "type": "module" }', [name]: content })
  const config = await fixture.load()
  expect(config).toMatchObject({ configPath: join(fixture.dir, name), configDir: fixture.dir })
  expect(namesOf(config)).toEqual(['stdout'])
})

test('refuses two candidates, and names both', async () => {
  const fixture = await createFixture({ 'proxym.config.ts': ts, 'proxym.config.yml': yaml })
  expect(await fixture.mistakes()).toEqual([
    'there are 2 configurations: `proxym.config.ts` and `proxym.config.yml`. Keep one, or name it with `--config PATH` or PROXYM_CONFIG.',
  ])
})

test('uses --config before PROXYM_CONFIG before the working directory', async () => {
  const fixture = await createFixture({
    'proxym.config.yaml': yaml,
    'proxym.config.json': json,
    'a/one.yaml': `${yaml}\nstopMs: 1`,
    'b/two.yaml': `${yaml}\nstopMs: 2`,
  })
  const env = { PROXYM_CONFIG: 'b/two.yaml' }
  expect(await fixture.load(env)).toMatchObject({ configDir: join(fixture.dir, 'b'), settings: { stopMs: 2 } })
  const config = await fixture.load(env, { configPath: join(fixture.dir, 'a/one.yaml') })
  expect(config).toMatchObject({ configPath: join(fixture.dir, 'a/one.yaml'), settings: { stopMs: 1 }, warnings: [] })
})

test('never looks in a folder above', async () => {
  const fixture = await createFixture({ 'proxym.config.yaml': yaml })
  const below = join(fixture.dir, 'below')
  await mkdir(below)
  const [problem] = await fixture.problems({}, { cwd: below })
  expect(problem).toMatchObject({ code: 'PROXYM_CONFIG_NOT_FOUND', hint: expect.stringContaining('proxym init') })
  expect(problem?.message).toContain(below)
})

test('says what to do when there is neither a file nor a variable', async () => {
  const fixture = await createFixture()
  const [line, ...rest] = await fixture.mistakes({ PROXYM_LISTEN_ADDRESS: ':80', PROXYM_FILE_ENABLED: '0' })
  expect(rest).toEqual([])
  expect(line).toBe(
    'no configuration: there is no `proxym.config.{ts,js,json,yaml,…}` in `DIR`, and no PROXYM_…_ENABLED variable adds a plugin. Run `proxym init` to write one, name one with `--config PATH` or PROXYM_CONFIG, or set variables such as PROXYM_FILE_ENABLED=1 and PROXYM_PROXY_ENABLED=1.',
  )
})

test('refuses a named file that is absent, a folder, or of another kind', async () => {
  const fixture = await createFixture({ 'folder.yaml/x': '', 'proxym.toml': '' })
  expect(await fixture.mistakes({ PROXYM_CONFIG: 'none.yaml' })).toEqual([
    'configuration `none.yaml` does not exist. Correct the path, or run `proxym init` there.',
  ])
  expect(await fixture.mistakes({}, { configPath: 'proxym.toml' })).toEqual([
    'configuration `proxym.toml` has an unknown ending. Name it .ts, .mts, .js, .mjs, .json, .yaml, .yml.',
  ])
  const [line] = await fixture.mistakes({}, { configPath: '/none/x.yaml' })
  expect(line).toContain('configuration `/none/x.yaml` does not exist')
  const [folder] = await fixture.problems({}, { configPath: 'folder.yaml' })
  expect(folder).toMatchObject({ code: 'PROXYM_CONFIG_UNREADABLE' })
})

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import { type ConfigRequest, loadConfig } from '../../src/config/load-config.ts'
import type { LoadedConfig, PluginInstance } from '../../src/config/loaded-config.ts'
import type { PluginContext } from '../../src/plugin.ts'
import { describeProblem, type Problem } from '../../src/problem.ts'

const sources = (path: string): string => new URL(`../../src/${path}`, import.meta.url).href
const zod = pathToFileURL(join(dirname(createRequire(import.meta.url).resolve('zod')), 'index.js')).href

// A second copy of core, as a plugin of somebody else may bring along.
const imports = `
import { definePlugin } from '${sources('plugin.ts')}'
import { list, number, text, boolean } from '${sources('config/env-binding.ts')}'
import { secret } from '${sources('config/options/secret.ts')}'
import { z } from '${zod}'
const apply = (proxym, options) => proxym.seen(options)
`

/** The official plugins of this test, as far as the configuration sees them. */
const official: Readonly<Record<string, string>> = {
  file: `export default definePlugin({ name: 'file', source: 'File', apply,
    options: z.strictObject({ configsPath: z.string().min(1), pollMs: z.int().min(5).optional(), deep: z.strictObject({ once: z.boolean() }).optional() }),
    env: { CONFIGS_PATH: text('configsPath'), POLL_MS: number('pollMs'), DEEP_ONCE: boolean('deep.once') } })`,
  haproxy: `export default definePlugin({ name: 'haproxy', apply, secrets: ['socketToken', 'users.*.password'],
    options: z.strictObject({ templatePath: z.string(), configFilePath: z.string(), checkCommand: z.string().optional(), reloadCommand: z.string(),
      mode: z.enum(['lint', 'off', 'trusted']).optional(), socketToken: secret().optional(),
      servers: z.array(z.string().refine(s => /^https?:/.test(s), 'must be host:port or an http(s) URL. Write "http://m1:8080".')).optional(),
      users: z.array(z.strictObject({ name: z.string(), password: secret() })).optional() }),
    env: { TEMPLATE_PATH: text('templatePath'), CONFIG_FILE_PATH: text('configFilePath'), CHECK_COMMAND: text('checkCommand'),
      RELOAD_COMMAND: text('reloadCommand'), SERVERS: list('servers'), SOCKET_TOKEN: text('socketToken') } })`,
  signal: `export default definePlugin({ name: 'signal', apply })`,
  stdout: `export default definePlugin({ name: 'stdout', apply, options: z.strictObject({ format: z.enum(['text', 'json', 'table']).optional() }) })`,
}

/** A folder with plugins installed, removed after the test. */
export interface Fixture {
  readonly dir: string
  /** Write files, relative to the folder. */
  write(files: Readonly<Record<string, string>>): Promise<void>
  load(env?: ConfigRequest['env'], request?: Partial<ConfigRequest>): Promise<LoadedConfig>
  /** The problems of a configuration that must not load, one line each, without the folder's own name. */
  mistakes(env?: ConfigRequest['env'], request?: Partial<ConfigRequest>): Promise<readonly string[]>
  problems(env?: ConfigRequest['env'], request?: Partial<ConfigRequest>): Promise<readonly Problem[]>
}

export async function createFixture(files: Readonly<Record<string, string>> = {}): Promise<Fixture> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'proxym-config-')))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const fixture: Fixture = {
    dir,
    async write(written) {
      for (const [name, content] of Object.entries(written)) {
        await mkdir(dirname(join(dir, name)), { recursive: true })
        await writeFile(join(dir, name), content)
      }
    },
    load: (env = {}, request = {}) => loadConfig({ cwd: dir, env, ...request }),
    async problems(env, request) {
      const outcome = await fixture.load(env, request).then(
        config => config,
        (error: unknown) => error,
      )
      if (outcome instanceof Error && 'problems' in outcome) return outcome.problems as readonly Problem[]
      throw outcome instanceof Error ? outcome : new Error('the configuration was accepted')
    },
    async mistakes(env, request) {
      return (await fixture.problems(env, request)).map(problem => describeProblem(problem).replaceAll(dir, 'DIR'))
    },
  }
  for (const [word, code] of Object.entries(official)) await fixture.write(packageFiles(`@proxym/plugin-${word}`, imports + code))
  await fixture.write(files)
  return fixture
}

/** The files of an installed package with one module. */
export function packageFiles(name: string, code: string, manifest: object = { exports: './plugin.js' }): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, type: 'module', ...manifest }),
    [`node_modules/${name}/plugin.js`]: code.includes('definePlugin') && !code.includes('import ') ? imports + code : code,
  }
}

/** What the factory of one of these plugins was called with. */
export function optionsOf(instance: PluginInstance | undefined): unknown {
  let seen: unknown
  const context = { seen: (options: unknown) => (seen = options) }
  instance?.plugin.apply(context as unknown as PluginContext)
  return seen
}

export const namesOf = (config: LoadedConfig): readonly string[] => config.plugins.map(({ name }) => name)

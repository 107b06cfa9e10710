import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workspaceEnvironment } from '../../scripts/environment.mjs'
import { root } from '../rules/tracked-files.ts'
import { guideSteps } from './guide-steps.ts'
import { packWorkspace } from './pack-workspace.ts'
import { startRegistry } from './stand-in-registry.ts'

const steps = guideSteps()

let folder: string
let registry: Awaited<ReturnType<typeof startRegistry>>
let environment: NodeJS.ProcessEnv

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'proxym-new-author-')))
  for (const name of ['tarballs', 'bin', 'cache', 'author']) await mkdir(join(folder, name))
  const { PATH = '', ...rest } = workspaceEnvironment()
  // The Node of the workspace, and none of its tools: what a package does not depend on is not there.
  await symlink(await realpath(process.execPath), join(folder, 'bin', 'node'))
  const own = PATH.split(delimiter).filter(entry => !entry.includes('node_modules'))
  environment = { ...rest, PATH: [join(folder, 'bin'), ...own].join(delimiter), CI: '1' }
  const real = (await run('npm config get registry', root)).stdout.trim()
  registry = await startRegistry(await packWorkspace(join(folder, 'tarballs')), real.replace(/\/?$/, '/'))
  environment = {
    ...environment,
    npm_config_registry: registry.url,
    npm_config_cache: join(folder, 'cache'),
    npm_config_yes: 'true',
    npm_config_audit: 'false',
    [`npm_config_//${new URL(registry.url).host}/:_authToken`]: 'of-the-stand-in',
  }
}, 300_000)

afterAll(async () => {
  await registry?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
})

async function run(command: string, cwd: string) {
  const child = spawn('bash', ['-c', command], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { stdout, stderr, code: code as number }
}

describe('whoever follows the guide from an empty folder to a published plugin', () => {
  test('finds that each command works and prints what the guide says', async () => {
    let cwd = join(folder, 'author')
    let printed = ''
    for (const step of steps) {
      if (step.kind === 'write') await writeFile(resolve(cwd, step.path), step.text)
      else if (step.kind === 'expect') expect(printed).toBe(step.text)
      else if (step.command.startsWith('cd ')) cwd = resolve(cwd, step.command.slice(3))
      else {
        const { stdout, stderr, code } = await run(step.command, cwd)
        expect(code, `${step.command}\n${stdout}\n${stderr}`).toBe(0)
        printed = stdout
      }
    }
    expect(steps.filter(({ kind }) => kind === 'run').length).toBeGreaterThan(10)
    expect(registry.names()).toContain('proxym-plugin-acme-hosts')
  })

  test('has a generator of at most 20 lines, installed from the registry', async () => {
    const written = steps.find(step => step.kind === 'write' && step.path === 'src/index.ts')
    expect(written?.kind === 'write' && written.text.trimEnd().split('\n').length).toBeLessThanOrEqual(20)
    const installed = join(folder, 'author/site/node_modules/proxym-plugin-acme-hosts')
    expect((await readdir(installed)).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
    const lock = JSON.parse(await readFile(join(folder, 'author/site/package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly dependencies?: object }>>
    }
    expect(lock.packages['']?.dependencies).toMatchObject({ 'proxym-plugin-acme-hosts': '^0.1.0' })
    // One core for proxym and the plugin.
    expect(Object.keys(lock.packages).filter(path => path.endsWith('/@proxym/core'))).toEqual(['node_modules/@proxym/core'])
  })
})

describe('a created package', () => {
  test.each([
    ['all-kinds', '--kind source,notifier,annotator,generator'],
    ['all-kinds-js', '--kind source,notifier,annotator,generator --javascript'],
    ['@acme/notes', '--kind annotator'],
  ])('%s %s builds, lints and tests at once', async (name, flags) => {
    const cwd = join(folder, 'author')
    const created = await run(`npm create proxym-plugin@latest ${name} -- ${flags}`, cwd)
    expect(created.code, created.stderr).toBe(0)
    // npm leaves the first out of packages, unless it has another name there.
    for (const path of ['.gitignore', '.github/workflows/ci.yml']) expect(created.stdout).toContain(`/${path}\n`)
    const [, made = ''] = /^\+ ([^/]+)\//m.exec(created.stdout) ?? []
    const tested = await run('npm install && npm test && npm pack --dry-run', join(cwd, made))
    expect(tested.code, `${tested.stdout}\n${tested.stderr}`).toBe(0)
    expect(tested.stderr).toContain('README.md')
  })
})

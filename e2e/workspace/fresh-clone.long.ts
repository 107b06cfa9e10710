import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceEnvironment } from '../../scripts/environment.mjs'
import { root } from '../rules/tracked-files.ts'

const run = promisify(execFile)

let folder: string
let clone: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proxym-clone-'))
  clone = join(folder, 'proxym')
  await run('git', ['clone', '--quiet', root, clone])
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** As a newcomer has it: none of this workspace's tools in PATH. */
function npm(...args: string[]) {
  const { PATH, ...environment } = workspaceEnvironment()
  const own = PATH.split(':').filter(entry => !entry.includes('node_modules'))
  return run('npm', args, { cwd: clone, env: { ...environment, PATH: own.join(':') } })
}

test('a fresh clone installs, builds every package, and leaves git clean', async () => {
  for (const step of ['install', 'build']) await npm('test', '--', '--only', step)
  for (const name of await readdir(join(clone, 'packages'))) {
    expect(await readdir(join(clone, 'packages', name, 'dist')), name).toEqual(expect.arrayContaining(['index.js', 'index.d.ts']))
  }
  const { stdout } = await run('git', ['status', '--porcelain'], { cwd: clone })
  expect(stdout).toBe('')
})

test('a wrong step is refused with the list of those that there are', async () => {
  await expect(npm('test', '--', '--only', 'tets')).rejects.toMatchObject({
    stderr: expect.stringContaining('There is no step "tets". Steps: install, servers, build,'),
  })
})

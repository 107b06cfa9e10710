import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { workspaceEnvironment } from '../../scripts/environment.mjs'
import { root } from '../rules/tracked-files.ts'

const run = promisify(execFile)
const git = async (...args: string[]) => (await run('git', args, { cwd: root })).stdout

test('a dry run of the release checks and lists every package, and leaves no trace', async () => {
  const before = [await git('status', '--porcelain'), await git('tag')]
  const { stdout } = await run('node', ['scripts/release.mjs', '--dry-run'], { cwd: root, env: workspaceEnvironment() })
  const folders = await readdir(join(root, 'packages'))
  expect(stdout).toContain(`Checking the packages as they would be published … ${folders.length} packages`)
  for (const folder of folders) expect(stdout).toMatch(new RegExp(`[ /]${folder}@\\d+\\.\\d+\\.\\d+`))
  expect(stdout).toContain('Nothing was published: this was a dry run.')
  expect([await git('status', '--porcelain'), await git('tag')]).toEqual(before)
})

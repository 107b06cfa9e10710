import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStateDir } from '../../src/state/open-state-dir.ts'
import { tempFolder } from './temp-folder.ts'

it('makes the folder for its owner only, and leaves nothing in it', async () => {
  const path = join(await tempFolder(), 'var', 'proxym')
  expect(await openStateDir(path)).toEqual({ dir: path })
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  expect(await readdir(path)).toEqual([])
})

it('takes a folder that exists as it is, by its real path', async () => {
  const folder = await tempFolder()
  await mkdir(join(folder, 'real'))
  await chmod(join(folder, 'real'), 0o750)
  await writeFile(join(folder, 'real', 'kept'), 'x')
  await symlink('real', join(folder, 'link'))
  expect(await openStateDir(join(folder, 'link'))).toEqual({ dir: join(folder, 'real') })
  expect((await stat(join(folder, 'real'))).mode & 0o777).toBe(0o750)
  expect(await readdir(join(folder, 'real'))).toEqual(['kept'])
})

it('removes what a start that was killed left there', async () => {
  const path = await tempFolder()
  for (const name of ['.probe-3d2d4e16-b12c-47ac-9123-9970533d8b85', 'kept']) await writeFile(join(path, name), 'proxym')
  expect(await openStateDir(path)).toEqual({ dir: path })
  expect(await readdir(path)).toEqual(['kept'])
})

it.each([
  ['is a file', (folder: string) => join(folder, 'file')],
  ['is below a file', (folder: string) => join(folder, 'file', 'state')],
  ['cannot be written, even by root', () => '/proc/proxym'],
])('a path that %s is one warning, and proxym goes on without', async (_what, pathIn) => {
  const folder = await tempFolder()
  await writeFile(join(folder, 'file'), '')
  const path = pathIn(folder)
  const { dir, problem } = await openStateDir(path)
  expect(dir).toBeUndefined()
  expect(problem).toMatchObject({
    code: 'PROXYM_STATE_DIR',
    message: expect.stringContaining(`\`${path}\` cannot be written`),
    hint: expect.stringContaining('PROXYM_STATE_DIR'),
    where: path,
  })
})

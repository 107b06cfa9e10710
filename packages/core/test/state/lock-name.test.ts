import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { canonicalTarget, lockName } from '../../src/state/lock-name.ts'
import { tempFolder } from './temp-folder.ts'

it('every way to write a target has one name', async () => {
  const folder = await tempFolder()
  await mkdir(join(folder, 'real'))
  await symlink('real', join(folder, 'link'))
  const name = await lockName(join(folder, 'real', 'haproxy.cfg'))
  expect(await lockName(join(folder, 'link', 'haproxy.cfg'))).toBe(name)
  expect(await lockName(`${folder}/real/../link/./haproxy.cfg`)).toBe(name)
  // The name is the same when the file exists, and when it is reached by a link of its own.
  await writeFile(join(folder, 'real', 'haproxy.cfg'), '')
  expect(await lockName(join(folder, 'link', 'haproxy.cfg'))).toBe(name)
  await symlink(join(folder, 'real', 'haproxy.cfg'), join(folder, 'alias.cfg'))
  expect(await lockName(join(folder, 'alias.cfg'))).toBe(name)
  expect(await lockName(join(folder, 'real', 'other.cfg'))).not.toBe(name)
})

it('a folder has the name of its real path, also before it exists', async () => {
  const folder = await tempFolder()
  await symlink(folder, join(folder, 'loop'))
  expect(await canonicalTarget(join(folder, 'loop', 'loop'))).toBe(folder)
  expect(await canonicalTarget(join(folder, 'loop', 'not', 'yet'))).toBe(join(folder, 'not', 'yet'))
  expect(await canonicalTarget('/')).toBe('/')
})

it('a URL is taken as it is', async () => {
  expect(await canonicalTarget('redis://10.0.0.4:6379/../0')).toBe('redis://10.0.0.4:6379/../0')
  expect(await canonicalTarget('Redis+TLS://m1')).toBe('Redis+TLS://m1')
})

it('a name is short enough for a socket file', async () => {
  expect(await lockName(`/tmp/${'x'.repeat(5000)}`)).toMatch(/^proxym-[0-9a-f]{40}$/)
})

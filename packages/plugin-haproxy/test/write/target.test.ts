import { chmod, chown, lstat, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { applierRig, forever } from '../apply-rig/applier.ts'

test('a first file is for owner and group', async () => {
  const { applier, target } = await applierRig()
  await applier.apply('one\n', forever)
  expect((await stat(target)).mode & 0o7777).toBe(0o640)
})

test('mode and owner of the old file stay', async () => {
  const { applier, target } = await applierRig({ before: 'old\n' })
  const root = process.getuid?.() === 0
  if (root) await chown(target, 65_534, 65_534)
  await chmod(target, 0o604)
  await applier.apply('one\n', forever)
  const { mode, uid, gid } = await stat(target)
  expect(mode & 0o7777).toBe(0o604)
  if (root) expect([uid, gid]).toEqual([65_534, 65_534])
})

test.each(['a file', 'nothing yet'])('a link to %s stays, and the file behind it is written, staged beside it', async kind => {
  const { applier, target, folder, script, names } = await applierRig()
  const real = join(folder, '..', 'real', 'h.cfg')
  await mkdir(join(folder, '..', 'real'))
  if (kind === 'a file') await writeFile(real, 'old\n')
  await symlink('../real/h.cfg', target)
  const checked: string[] = []
  script.while(command => checked.push(command))
  await applier.apply('one\n', forever)
  expect(checked[0]).toMatch(/^check .*\/real\/\.h\.cfg\.proxym-[0-9a-f]{12}$/)
  expect((await lstat(target)).isSymbolicLink()).toBe(true)
  expect(await readlink(target)).toBe('../real/h.cfg')
  expect(await readFile(real, 'utf8')).toBe('one\n')
  expect(await names()).toEqual(['haproxy.cfg'])
})

test('a missing folder is a problem until it is there; it is not made', async () => {
  const { applier, folder, read } = await applierRig()
  await rm(folder, { recursive: true })
  await expect(applier.apply('one\n', forever)).rejects.toMatchObject({ problems: [{ code: 'PROXYM_TARGET_FOLDER' }] })
  await mkdir(folder)
  await applier.apply('one\n', forever)
  expect(await read()).toBe('one\n')
})

test('a folder in the place of the target is left alone', async () => {
  const { applier, target } = await applierRig()
  await mkdir(target)
  await expect(applier.apply('one\n', forever)).rejects.toMatchObject({ problems: [{ code: 'PROXYM_TARGET_NOT_A_FILE' }] })
})

test('what a crash left behind is removed at the next start, nothing else is', async () => {
  const { applier, folder, names } = await applierRig()
  const others = ['.haproxy.cfg.proxym-mine', '.other.cfg.proxym-0123456789ab', 'haproxy.cfg.proxym-0123456789ab']
  for (const name of ['.haproxy.cfg.proxym-0123456789ab', ...others]) await writeFile(join(folder, name), '')
  await applier.apply('one\n', forever)
  expect(await names()).toEqual([...others, 'haproxy.cfg'].sort())
})

test('a stop at any step leaves no staged file, and never comes between the new file and the knowledge of it', async () => {
  for (const step of ['check', 'reload']) {
    const { applier, script, read, names } = await applierRig({ before: 'old\n' })
    const stop = new AbortController()
    const reason = new Error('stop')
    script.while(command => command.startsWith(step) && stop.abort(reason))
    await expect(applier.apply('one\n', stop.signal)).rejects.toBe(reason)
    expect(await read()).toBe(step === 'check' ? 'old\n' : 'one\n')
    expect(await names()).toEqual(['haproxy.cfg'])
    expect(await applier.hasDrifted()).toBe(false)
  }
})

import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStoredText, storedText } from '../../src/apply/stored-text.ts'
import { configText } from '../../src/text/index.ts'
import { nodeIo } from '../../src/write/io.ts'
import { applierRig, forever } from '../apply-rig/applier.ts'
import { faultyIo } from '../apply-rig/faulty-io.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const forgetful = {
  get: () => undefined,
  set: () => {},
  save: async () => {},
  getServices: () => undefined,
  setServices: () => {},
}

async function stateRig(given: Parameters<typeof applierRig>[0] = {}) {
  const stateDir = await tempFolder()
  const rig = await applierRig({ stateDir, ...given })
  const [file = ''] = [join(stateDir, (await names(stateDir))[0] ?? '')]
  return {
    ...rig,
    stateDir,
    file,
    stored: () => names(stateDir),
    restart: () => rig.next({ state: forgetful }),
  }
}
const names = async (folder: string) => (await readdir(folder)).sort()

test('after a crash between write and load, and a restart, a text that does not load still gives way to the last loaded one', async () => {
  const { applier, script, read, restart } = await stateRig()
  await applier.apply('one\n', forever)
  script.answer('reload', 1)
  await expect(applier.apply('two\n', forever)).rejects.toThrow('not loaded')
  const after = restart()
  script.answer('reload', 1, 1, 1)
  const failing = () => after.apply('two\n', forever)
  await expect(failing()).rejects.toThrow('not loaded')
  await expect(failing()).rejects.toThrow('not loaded')
  await expect(failing()).rejects.toMatchObject({ problems: [{ code: 'PROXYM_ROLLED_BACK' }] })
  expect(await read()).toBe('one\n')
})

test('the file holds what was last loaded, can be read by nobody else, and its name says for which target by a hash', async () => {
  const { applier, stateDir, stored, target } = await stateRig()
  for (const text of ['one\n', 'two\n']) {
    await applier.apply(text, forever)
    expect(await stored()).toEqual([expect.stringMatching(/^haproxy-[0-9a-f]{16}\.last-loaded$/)])
    const [name = ''] = await stored()
    const file = join(stateDir, name)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(readStoredText(await readFile(file), target)?.text).toBe(text)
    await chmod(file, 0o644)
  }
})

test('it is written when a text was loaded, not before', async () => {
  const { applier, script, stored } = await stateRig()
  script.answer('reload', 1)
  await expect(applier.apply('one\n', forever)).rejects.toThrow()
  expect(await stored()).toEqual([])
})

test('without a state folder nothing is kept after the end of the process', async () => {
  const { applier, script, next } = await applierRig()
  await applier.apply('one\n', forever)
  const after = next({ state: forgetful })
  script.answer('reload', ...Array<number>(4).fill(1))
  for (let time = 0; time < 4; time++) await expect(after.apply('two\n', forever)).rejects.toThrow('the reload command failed')
})

test('a state folder that cannot be written fails nothing, and is told once', async () => {
  const { applier, log, script } = await stateRig({ stateDir: '/proc/none' })
  await applier.apply('one\n', forever)
  await applier.apply('two\n', forever)
  expect(log.filter(line => line.startsWith('warn'))).toEqual([expect.stringContaining('cannot be kept in the state folder')])
  expect(script.ran.filter(word => word === 'reload')).toHaveLength(2)
})

test('no file operation that fails there fails the apply, or leaves a file behind', async () => {
  const run = async (failing: number) => {
    const { io, calls } = faultyIo(failing, 'EIO')
    const stateDir = await tempFolder()
    // Only what happens in the state folder fails.
    const inState = (path: string) => path.startsWith(stateDir)
    const mixed = {
      ...nodeIo,
      list: (path: string) => (inState(path) ? io : nodeIo).list(path),
      readFile: (path: string) => (inState(path) ? io : nodeIo).readFile(path),
      holds: (path: string, parts: readonly Uint8Array[]) => (inState(path) ? io : nodeIo).holds(path, parts),
      create: (path: string) => (inState(path) ? io : nodeIo).create(path),
      rename: (from: string, to: string) => (inState(to) ? io : nodeIo).rename(from, to),
      syncFolder: (path: string) => (inState(path) ? io : nodeIo).syncFolder(path),
    }
    const { applier } = await applierRig({ io: mixed, stateDir })
    await applier.apply('one\n', forever)
    return { calls, left: await names(stateDir) }
  }
  const { calls: all } = await run(0)
  expect(all).toContain('rename')
  for (let failing = 1; failing <= all.length; failing++) {
    const { left } = await run(failing)
    expect(
      left.every(name => name.endsWith('.last-loaded')),
      all[failing - 1],
    ).toBe(true)
  }
})

test('what an earlier run left there is removed; files of others stay', async () => {
  const { applier, stateDir, stored, restart } = await stateRig()
  await applier.apply('one\n', forever)
  const [name = ''] = await stored()
  await writeFile(join(stateDir, `.${name}.proxym-0123456789ab`), 'half')
  await writeFile(join(stateDir, 'lock'), '')
  await restart().apply('one\n', forever)
  expect(await stored()).toEqual([name, 'lock'])
})

test('a file that is damaged, foreign, or about another target is not used', () => {
  const good = Buffer.concat(storedText('/etc/a.cfg', configText('one\n'))).toString()
  expect(readStoredText(Buffer.from(good), '/etc/a.cfg')?.text).toBe('one\n')
  expect(readStoredText(Buffer.from(good), '/etc/b.cfg')).toBeUndefined()
  for (const text of ['', '{}', '[]', 'null', good.slice(0, -5), good.replace('one', 'two'), '\0'.repeat(good.length)]) {
    expect(readStoredText(Buffer.from(text), '/etc/a.cfg'), text).toBeUndefined()
  }
  const bytes = Buffer.from(good)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ change
      expect([undefined, 'one\n']).toContain(readStoredText(damaged, '/etc/a.cfg')?.text)
    }),
  )
})

import { execFileSync } from 'node:child_process'
import { chmod, link, mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '../src/limits.ts'
import { createFolderReader } from '../src/read-folder.ts'
import { callReader } from './recording-batch.ts'
import { tempFolder } from './temp-folder.ts'

const good = { 'good.json': '{"id":"good"}' }

async function answerWith(spoil: (folder: string) => unknown): Promise<unknown> {
  const { folder } = await tempFolder(good)
  await spoil(folder)
  return callReader(createFolderReader(folder))
}

test.each([
  ['a FIFO', (folder: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'bad.json')]), 'is not a regular file'],
  ['an endless device', (folder: string) => symlink('/dev/zero', join(folder, 'bad.json')), 'is not a regular file'],
  ['a folder', (folder: string) => mkdir(join(folder, 'bad.json')), 'is not a regular file'],
  ['a dangling link', (folder: string) => symlink('nowhere', join(folder, 'bad.json')), 'is a link to nothing'],
  ['a link to itself', (folder: string) => symlink('bad.json', join(folder, 'bad.json')), 'is a link that leads back to itself'],
  ['an empty file', (folder: string) => writeFile(join(folder, 'bad.json'), ''), 'the file is empty'],
  [
    'a file of a gigabyte',
    async (folder: string) => {
      await writeFile(join(folder, 'bad.json'), '')
      await truncate(join(folder, 'bad.json'), 2 ** 30)
    },
    'is larger than 1048576 bytes',
  ],
])('%s is named and neither hangs nor hurts the others', async (_name, spoil, message) => {
  expect(await answerWith(spoil)).toEqual({ 'good.json': ['good'], 'bad.json': expect.stringContaining(message) })
})

test('a file may be just as large as the limit', async () => {
  const { folder } = await tempFolder({ 'a.json': `{"id":"a"}${' '.repeat(limits.fileBytes - 10)}` })
  const read = createFolderReader(folder)
  expect(await callReader(read)).toEqual({ 'a.json': ['a'] })
  await writeFile(join(folder, 'a.json'), ' ', { flag: 'a' })
  expect(await callReader(read)).toEqual({ 'a.json': expect.stringContaining('is larger than') })
})

test('10,000 files are read; one more fails the answer, so that nothing changes', { timeout: 60_000 }, async () => {
  const { folder } = await tempFolder()
  // Each name needs a file; links to a few are made faster than files.
  for (let i = 0; i < limits.files; i += 1) {
    const path = join(folder, `s${i}.json`)
    if (i % 1000 === 0) await writeFile(path, `{"id":"s${i}","hosts":[{"ip":"10.0.0.1","port":80}]}`)
    else await link(join(folder, `s${i - (i % 1000)}.json`), path)
  }
  const read = createFolderReader(folder)
  const first = await callReader(read)
  expect(Object.keys(first)).toHaveLength(limits.files)
  const startMs = performance.now()
  expect(await callReader(read)).toEqual(first)
  // Parsing them again would take longer than this on any machine.
  expect(performance.now() - startMs).toBeLessThan(10_000)
  await writeFile(join(folder, 'one-more.json'), '{"id":"x"}')
  await expect(callReader(read)).rejects.toThrow('holds more than 10000 service files')
})

// Root reads everything, so the rights only show as somebody else. Elsewhere nobody needs to change who they are.
const root = process.geteuid?.() === 0
describe('permission lost', () => {
  afterEach(() => {
    if (root) process.seteuid?.(0)
  })
  const asSomebody = (): void => {
    if (root) process.seteuid?.(65_534)
  }

  test('of a file: it is kept with the reason', async () => {
    const { base, folder } = await tempFolder({ ...good, 'bad.json': '{"id":"bad"}' })
    await chmod(base, 0o755)
    await chmod(join(folder, 'bad.json'), 0)
    asSomebody()
    const answer = await callReader(createFolderReader(folder))
    expect(answer).toEqual({ 'good.json': ['good'], 'bad.json': expect.stringContaining('cannot be read (EACCES)') })
  })

  test('of the folder: the whole answer fails', async () => {
    const { base, folder } = await tempFolder(good)
    await chmod(base, 0o755)
    await chmod(folder, 0)
    asSomebody()
    await expect(callReader(createFolderReader(folder))).rejects.toThrow('cannot be read (EACCES)')
    if (!root) await chmod(folder, 0o755)
  })
})

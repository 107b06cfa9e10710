import { utimesSync } from 'node:fs'
import { mkdir, rename, rm, stat, symlink, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { limits } from '../src/limits.ts'
import { readServiceFile } from '../src/read-file.ts'
import { createFolderReader } from '../src/read-folder.ts'
import { callReader } from './recording-batch.ts'
import { tempFolder } from './temp-folder.ts'

test('answers with each service file as a key', async () => {
  const { folder } = await tempFolder({
    'b.yaml': 'id: b',
    'a.json': '[{"id":"a1"},{"id":"a2"}]',
    'empty.json': '[]',
    '.hidden.json': 'x',
    'a.json~': 'x',
    'README.md': 'x',
    'sub/c.json': '{"id":"c"}',
  })
  expect(await callReader(createFolderReader(folder))).toEqual({ 'a.json': ['a1', 'a2'], 'b.yaml': ['b'], 'empty.json': [] })
})

test('an empty folder is an answer: no services', async () => {
  const { folder } = await tempFolder()
  expect(await callReader(createFolderReader(folder))).toBe('none')
})

test.each([
  ['missing', (path: string) => rm(path, { recursive: true }), 'does not exist'],
  ['a file', (path: string) => rm(path, { recursive: true }).then(() => writeFile(path, '')), 'is not a folder'],
])('a folder that is %s fails the whole answer, full and by keys', async (_name, spoil, message) => {
  const { folder } = await tempFolder({ 'a.json': '{"id":"a"}' })
  const read = createFolderReader(folder)
  await callReader(read)
  await spoil(folder)
  await expect(callReader(read)).rejects.toThrow(message)
  await expect(callReader(read, ['a.json'])).rejects.toThrow(message)
})

test('one bad file is kept with its place, the others are read', async () => {
  const { folder } = await tempFolder({ 'good.json': '{"id":"good"}', 'bad.json': '{"id":\n"bad",}' })
  expect(await callReader(createFolderReader(folder))).toEqual({
    'good.json': ['good'],
    'bad.json': expect.stringContaining(`${folder}/bad.json:2:7: no comma is allowed before \`}\``),
  })
})

test('reads only the files that are asked for', async () => {
  const { folder } = await tempFolder({ 'a.json': '{"id":"a"}', 'b.json': '{"id":"b"}' })
  const read = createFolderReader(folder)
  await callReader(read)
  await writeFile(join(folder, 'a.json'), '{"id":"a2"}')
  expect(await callReader(read, ['a.json'])).toEqual({ 'a.json': ['a2'] })
})

test('a removed file has no services once it has stayed away, by keys and in a full answer', async () => {
  const { folder } = await tempFolder({ 'a.json': '{"id":"a"}', 'b.json': '{"id":"b"}', 'c.json': '{"id":"c"}' })
  const read = createFolderReader(folder)
  await callReader(read)
  await unlink(join(folder, 'a.json'))
  const startMs = performance.now()
  expect(await callReader(read, ['a.json'])).toEqual({ 'a.json': [] })
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(limits.vanishedMs - 5)
  await unlink(join(folder, 'b.json'))
  expect(await callReader(read)).toEqual({ 'c.json': ['c'] })
})

test('a file that is away for a moment, as saving by renaming does, never loses its services', async () => {
  const { base, folder } = await tempFolder({ 'a.json': '{"id":"a"}' })
  const read = createFolderReader(folder)
  await callReader(read)
  for (const keys of [['a.json'], undefined]) {
    await rename(join(folder, 'a.json'), join(base, 'away'))
    const [answer] = await Promise.all([
      callReader(read, keys),
      wait(50).then(() => rename(join(base, 'away'), join(folder, 'a.json'))),
    ])
    expect(answer).toEqual({ 'a.json': ['a'] })
  }
})

test('a file that comes back at the very moment in which it is missed is no link to nothing', async () => {
  const { base, folder } = await tempFolder({ 'a.json': '{"id":"a"}' })
  const [path, away] = [join(folder, 'a.json'), join(base, 'away')]
  const { signal } = new AbortController()
  let isOver = false
  const coming = (async () => {
    while (!isOver) {
      await rename(path, away)
      await rename(away, path)
    }
  })()
  const found = new Set<string | undefined>()
  try {
    for (let time = 0; time < 3000; time++) {
      const bytes = await readServiceFile(path, signal)
      found.add(bytes && Buffer.from(bytes).toString())
    }
  } finally {
    isOver = true
    await coming
  }
  expect(found).toEqual(new Set([undefined, '{"id":"a"}']))
})

test('a folder that is made anew with the same files loses nothing, also when it is empty for a moment', async () => {
  const { folder } = await tempFolder({ 'a.json': '{"id":"a"}' })
  const read = createFolderReader(folder)
  await callReader(read)
  await rm(folder, { recursive: true })
  await mkdir(folder)
  const [answer] = await Promise.all([callReader(read), wait(50).then(() => writeFile(join(folder, 'a.json'), '{"id":"a"}'))])
  expect(answer).toEqual({ 'a.json': ['a'] })
})

test('a folder that is replaced while it is read fails the answer instead of losing what was in it', async () => {
  const { base, folder } = await tempFolder({ 'a.json': '{"id":"a"}' })
  const read = createFolderReader(folder)
  await callReader(read)
  await unlink(join(folder, 'a.json'))
  const swap = wait(50).then(async () => {
    await rename(folder, join(base, 'old'))
    await mkdir(folder)
  })
  await expect(callReader(read)).rejects.toThrow('was replaced while it was read')
  await swap
})

test('content decides, not size and time of change (cp -p)', async () => {
  const { folder } = await tempFolder({ 'a.json': '{"id":"a"}' })
  const path = join(folder, 'a.json')
  await utimes(path, 1e9, 1e9)
  const read = createFolderReader(folder)
  expect(await callReader(read)).toEqual({ 'a.json': ['a'] })
  await writeFile(path, '{"id":"b"}')
  await utimes(path, 1e9, 1e9)
  expect((await stat(path)).mtimeMs).toBe(1e12)
  expect(await callReader(read)).toEqual({ 'a.json': ['b'] })
})

test('follows the links of a Kubernetes volume through a swap', async () => {
  const { folder } = await tempFolder({ '..1/a.yaml': 'id: a1' })
  await symlink('..1', join(folder, '..data'))
  await symlink('..data/a.yaml', join(folder, 'a.yaml'))
  const read = createFolderReader(folder)
  expect(await callReader(read)).toEqual({ 'a.yaml': ['a1'] })
  await mkdir(join(folder, '..2'))
  await writeFile(join(folder, '..2', 'a.yaml'), 'id: a2')
  await symlink('..2', join(folder, '..data_tmp'))
  await rename(join(folder, '..data_tmp'), join(folder, '..data'))
  await rm(join(folder, '..1'), { recursive: true })
  expect(await callReader(read)).toEqual({ 'a.yaml': ['a2'] })
})

test('a YAML file that is still being written is waited for, because half of it is valid', async () => {
  const { folder } = await tempFolder({ 'a.yaml': '' })
  const path = join(folder, 'a.yaml')
  const writer = (async () => {
    for (const id of ['a', 'b', 'c', 'd']) {
      await writeFile(path, `- id: ${id}\n`, { flag: 'a' })
      await wait(10)
    }
  })()
  expect(await callReader(createFolderReader(folder))).toEqual({ 'a.yaml': ['a', 'b', 'c', 'd'] })
  await writer
})

test('JSON is not waited for: what ends like JSON is read at once', async () => {
  const { folder } = await tempFolder({ 'a.json': '{"id":"a"}\n' })
  // The best of a few, so that a busy machine does not count as waiting.
  let bestMs = Number.POSITIVE_INFINITY
  for (let round = 0; round < 5; round += 1) {
    const nowS = Date.now() / 1000
    utimesSync(join(folder, 'a.json'), nowS, nowS)
    const startMs = performance.now()
    await callReader(createFolderReader(folder))
    bestMs = Math.min(bestMs, performance.now() - startMs)
  }
  expect(bestMs).toBeLessThan(limits.quietMs)
})

test('ends at once when its signal aborts', async () => {
  const { folder } = await tempFolder({ 'a.json': '{"id":"a"}' })
  const read = createFolderReader(folder)
  await callReader(read)
  await unlink(join(folder, 'a.json'))
  const controller = new AbortController()
  const answer = callReader(read, ['a.json'], controller.signal)
  controller.abort(new Error('deadline'))
  await expect(answer).rejects.toThrow()
})

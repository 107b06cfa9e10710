import { mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import file from '../src/index.ts'
import { snapshots } from './snapshots.ts'
import { tempFolder } from './temp-folder.ts'

async function running(files: Readonly<Record<string, string>>) {
  const { base, folder } = await tempFolder(files)
  const { plugin, until, seen } = snapshots()
  const proxym = createTestProxym([file({ configsPath: folder }), plugin], { debounceMs: 20 })
  onTestFinished(() => proxym.stop())
  await proxym.start()
  return {
    base,
    folder,
    until,
    seen,
    proxym,
    write: (name: string, ...ids: readonly string[]) => writeFile(join(folder, name), yaml(...ids)),
  }
}

const yaml = (...ids: readonly string[]): string => (ids.length === 0 ? '[]\n' : ids.map(id => `- id: ${id}\n`).join(''))

test('files that come, change and go are followed live', async () => {
  const { folder, until, write } = await running({ 'a.yaml': yaml('a') })
  await until('a')
  await write('b.yaml', 'b')
  await until('a', 'b')
  await write('a.yaml', 'a1', 'a2')
  await until('a1', 'a2', 'b')
  await unlink(join(folder, 'b.yaml'))
  await until('a1', 'a2')
})

test('no snapshot lacks a service while its file is saved by renaming, again and again', async () => {
  const { base, folder, until, seen, write } = await running({ 'a.yaml': yaml('a'), 'b.yaml': yaml('b0') })
  await until('a', 'b0')
  for (let round = 1; round <= 10; round += 1) {
    await rename(join(folder, 'a.yaml'), join(base, 'a.yaml~'))
    await write('a.yaml', 'a')
    await write('b.yaml', `b${round}`)
    await until('a', `b${round}`)
  }
  expect(seen.filter(ids => !ids.startsWith('a '))).toEqual([])
})

test('a Kubernetes swap is live, with the new content', async () => {
  const { folder, until } = await running({ '..1/a.yaml': yaml('a1') })
  await symlink('..1', join(folder, '..data'))
  await symlink('..data/a.yaml', join(folder, 'a.yaml'))
  await until('a1')
  for (const version of [2, 3]) {
    await mkdir(join(folder, `..${version}`))
    await writeFile(join(folder, `..${version}`, 'a.yaml'), yaml(`a${version}`))
    await symlink(`..${version}`, join(folder, '..data_tmp'))
    await rename(join(folder, '..data_tmp'), join(folder, '..data'))
    await rm(join(folder, `..${version - 1}`), { recursive: true })
    await until(`a${version}`)
  }
})

test('a folder replaced by mv is live, and so are later changes in it', async () => {
  const { base, folder, until, seen, write } = await running({ 'a.yaml': yaml('a') })
  await until('a')
  await mkdir(join(base, 'new'))
  await writeFile(join(base, 'new', 'a.yaml'), yaml('b'))
  await rename(folder, join(base, 'old'))
  await rename(join(base, 'new'), folder)
  await until('b')
  await write('c.yaml', 'c')
  await until('b', 'c')
  expect(seen).not.toContain('')
})

test('a folder that is removed keeps its services, and is live again when it is made anew', async () => {
  const { folder, until, seen, write, proxym } = await running({ 'a.yaml': yaml('a') })
  await until('a')
  await rm(folder, { recursive: true })
  expect((await proxym.refresh()).services.map(({ id }) => id)).toEqual(['a'])
  await mkdir(folder)
  await write('b.yaml', 'b')
  await until('b')
  await write('b.yaml', 'c')
  await until('c')
  expect(seen).not.toContain('')
})

test('a file that is written byte by byte never shows a half', async () => {
  const { folder, until, seen } = await running({ 'a.json': '[{"id":"a1"},{"id":"a2"}]' })
  await until('a1', 'a2')
  await writeFile(join(folder, 'a.json'), '')
  for (const byte of '[{"id":"b1"},{"id":"b2"}]') await writeFile(join(folder, 'a.json'), byte, { flag: 'a' })
  await until('b1', 'b2')
  expect([...new Set(seen)]).toEqual(['a1 a2', 'b1 b2'])
})

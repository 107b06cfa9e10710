import { mkdir, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { identifyFolder, listFolder } from '../src/list-folder.ts'
import { tempFolder } from './temp-folder.ts'

test('lists the names of service files only', async () => {
  const { folder } = await tempFolder({ 'a.json': '', 'b.YML': '', '.c.json': '', 'd.txt': '', 'sub/e.json': '' })
  expect([...(await listFolder(folder))].sort()).toEqual(['a.json', 'b.YML'])
})

test('a folder that is made anew is another one, though it often gets the number of the old one', async () => {
  const { folder } = await tempFolder()
  for (let round = 0; round < 5; round += 1) {
    const before = await identifyFolder(folder)
    expect(await identifyFolder(folder)).toBe(before)
    await rmdir(folder)
    await wait(20) // the clock of file systems moves in steps of a few milliseconds
    await mkdir(folder)
    expect(await identifyFolder(folder)).not.toBe(before)
  }
})

test('a file is no folder', async () => {
  const { base } = await tempFolder()
  await writeFile(join(base, 'file'), '')
  await expect(identifyFolder(join(base, 'file'))).rejects.toThrow('is not a folder')
})

import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createFileWatch } from '../../src/watch/watch-files.ts'
import { tempFolder } from '../rig/temp-folder.ts'

async function watching(files: string[]) {
  const changed: string[] = []
  const stop = new AbortController()
  const logger = { warn: () => undefined }
  const watch = createFileWatch({ files: () => files, changed: file => changed.push(file), logger })
  const ended = watch.run(stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await ended
  })
  // Events come only once the watch stands: edit until one does.
  const edited = async (file: string, edit: (round: number) => Promise<unknown>) => {
    changed.length = 0
    await vi.waitFor(
      async () => {
        if (!changed.includes(file)) await edit(performance.now())
        await vi.waitFor(() => expect(changed).toContain(file), 300)
      },
      { timeout: 8000, interval: 10 },
    )
  }
  return { watch, changed, edited }
}

test('sees an edit, a save by rename, a removal and the file that comes', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'a.liquid')
  await writeFile(file, '0')
  const { edited, changed } = await watching([file])
  await edited(file, round => writeFile(file, `${round}`))
  await edited(file, async round => {
    await writeFile(join(folder, 'tmp'), `${round}`)
    await rename(join(folder, 'tmp'), file)
  })
  await edited(file, () => rm(file, { force: true }))
  await edited(file, round => writeFile(file, `${round}`))
  expect(new Set(changed)).toEqual(new Set([file]))
})

test('sees the swap of a volume and an edit behind a link', async () => {
  const folder = await tempFolder()
  const data = join(folder, '..data')
  for (const name of ['..1', '..2', 'real']) await mkdir(join(folder, name))
  for (const name of ['..1', '..2']) await writeFile(join(folder, name, 'a.liquid'), name)
  await symlink('..1', data)
  const file = join(folder, 'a.liquid')
  await symlink('..data/a.liquid', file)
  await writeFile(join(folder, 'real', 'h.cfg'), '0')
  const link = join(folder, 'h.cfg')
  await symlink('real/h.cfg', link)
  const { edited } = await watching([file, link])
  let now = '..1'
  await edited(file, async () => {
    now = now === '..1' ? '..2' : '..1'
    await symlink(now, `${data}_tmp`)
    await rename(`${data}_tmp`, data)
  })
  await edited(link, round => writeFile(join(folder, 'real', 'h.cfg'), `${round}`))
})

test('follows files that are added later', async () => {
  const folder = await tempFolder()
  await mkdir(join(folder, 'partials'))
  const files = [join(folder, 'a.liquid')]
  const { watch, edited } = await watching(files)
  await edited(join(folder, 'a.liquid'), round => writeFile(join(folder, 'a.liquid'), `${round}`))
  const partial = join(folder, 'partials', 'p.liquid')
  files.push(partial)
  watch.follow()
  await edited(partial, round => writeFile(partial, `${round}`))
})

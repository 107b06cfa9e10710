import { EventEmitter } from 'node:events'
import { chmod, mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChokidarOptions } from 'chokidar'
import { expect, test } from 'vitest'
import { watchFolder } from '../src/watch-folder.ts'
import { tempFolder } from './temp-folder.ts'
import { watched } from './watched.ts'

test('a file that is added, changed or removed is asked for by its name', async () => {
  const { path, next } = await watched()
  for (const change of [
    () => writeFile(path('a.json'), '{}'),
    () => writeFile(path('a.json'), '[]'),
    () => unlink(path('a.json')),
  ]) {
    const asked = next('a.json')
    await change()
    await asked
  }
})

test('rename-save is seen, and the names of temporary files are not asked for', async () => {
  const { path, next } = await watched({ 'a.json': '{}' })
  const asked = next('a.json')
  let temporary = false
  next('.a.json.swp').then(() => {
    temporary = true
  })
  await writeFile(path('.a.json.swp'), 'x')
  await writeFile(path('a.json~'), '[]')
  await rename(path('a.json~'), path('a.json'))
  await asked
  expect(temporary).toBe(false)
})

test('a Kubernetes swap is seen, every time', async () => {
  const { path, next } = await watched({ '..1/a.json': '1' })
  const linked = next('a.json')
  await symlink('..1', path('..data'))
  await symlink('..data/a.json', path('a.json'))
  await linked
  for (const version of ['2', '3']) {
    const asked = next('all')
    await mkdir(path(`..${version}`))
    await writeFile(path(`..${version}/a.json`), version)
    await symlink(`..${version}`, path('..data_tmp'))
    await rename(path('..data_tmp'), path('..data'))
    await rm(path(`..${Number(version) - 1}`), { recursive: true })
    await asked
  }
})

test('a change behind a link is seen', async () => {
  const { base, folder } = await tempFolder()
  await writeFile(join(base, 'elsewhere.json'), '{}')
  const { path, next } = await watched()
  const linked = next('a.json')
  await symlink(join(base, 'elsewhere.json'), path('a.json'))
  await linked
  const asked = next('a.json')
  await writeFile(join(base, 'elsewhere.json'), '[]')
  await asked
  expect(folder).not.toBe('')
})

test.each([
  [
    'replaced by mv',
    async (folder: string, base: string) => {
      await mkdir(join(base, 'new'))
      await writeFile(join(base, 'new', 'a.json'), '[]')
      await rename(folder, join(base, 'old'))
      await rename(join(base, 'new'), folder)
    },
  ],
  [
    'removed and made again',
    async (folder: string) => {
      await rm(folder, { recursive: true })
      await mkdir(folder)
    },
  ],
  [
    'turned to another place as a link',
    async (folder: string, base: string) => {
      await rename(folder, join(base, 'old'))
      await mkdir(join(base, 'v2'))
      await symlink('v2', folder)
    },
  ],
])('a folder that is %s is read again and watched on', async (_name, replace) => {
  const { base, folder, path, next } = await watched({ 'a.json': '{}' })
  const all = next('all')
  await replace(folder, base)
  await all
  // The watcher may be made anew twice (once for the removal), so what counts is that a change gets through in the end.
  const asked = next('b.json')
  const writer = setInterval(() => void writeFile(path('b.json'), String(performance.now())), 20)
  await asked.finally(() => clearInterval(writer))
})

test('a folder that is missing is watched as soon as it is there', async () => {
  const { folder, path, next } = await watched()
  const gone = next('all')
  await rm(folder, { recursive: true })
  await gone
  const all = next('all')
  await mkdir(folder)
  await all
  const asked = next('b.json')
  const writer = setInterval(() => void writeFile(path('b.json'), String(performance.now())), 20)
  await asked.finally(() => clearInterval(writer))
})

test('a removal of the folder is noticed by its event, without waiting for the next comparison', async () => {
  const { folder, next } = await watched({ 'a.json': '{}' }, { checkMs: 1_000_000 })
  const all = next('all')
  await rm(folder, { recursive: true })
  await all
})

test('entries that cannot be followed do not stop the watching', async () => {
  const { path, next } = await watched()
  await symlink('loop.json', path('loop.json'))
  await symlink('nowhere', path('dangling.json'))
  await writeFile(path('locked.json'), '{}')
  await chmod(path('locked.json'), 0)
  const asked = next('a.json')
  await writeFile(path('a.json'), '{}')
  await asked
})

test('ends when its signal aborts', async () => {
  const { stop } = await watched()
  await expect(stop()).resolves.toBeUndefined()
})

/** Watchers that say what a test makes them say. */
function fakeWatchers() {
  const opened: { readonly emitter: EventEmitter; readonly options: ChokidarOptions; closed: boolean }[] = []
  const open = (_path: string, options: ChokidarOptions) => {
    const emitter = new EventEmitter()
    const watcher = { emitter, options, closed: false }
    opened.push(watcher)
    queueMicrotask(() => emitter.emit('ready'))
    const close = async (): Promise<void> => {
      watcher.closed = true
    }
    return Object.assign(emitter, { close })
  }
  return { open, opened }
}

const fault = (code: string): Error => Object.assign(new Error(code), { code })

test.each(['ENOSPC', 'EMFILE'])('falls back to polling on %s, and says so once', async code => {
  const { open, opened } = fakeWatchers()
  const { next, warnings } = await watched({}, { open })
  const all = next('all')
  opened[0]?.emitter.emit('error', fault(code))
  opened[0]?.emitter.emit('error', fault(code))
  await all
  expect(opened.map(({ options, closed }) => [options.backend, closed])).toEqual([
    [undefined, true],
    ['polling', false],
  ])
  expect([...new Set(warnings)]).toEqual([
    expect.stringMatching(new RegExp(`^Cannot watch .* \\(${code}\\).*compared every second`)),
  ])
})

test('any other error of the watcher fails the tap, so that core starts it again', async () => {
  const { open, opened } = fakeWatchers()
  const { folder } = await tempFolder()
  const signal = new AbortController().signal
  const ended = watchFolder({
    folder,
    open,
    signal,
    logger: { warn: () => {} },
    refresh: () => opened[0]?.emitter.emit('error', fault('EIO')),
  })
  await expect(ended).rejects.toThrow('EIO')
  expect(opened.map(({ closed }) => closed)).toEqual([true])
})

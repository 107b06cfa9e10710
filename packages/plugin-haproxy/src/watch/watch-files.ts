import { realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { type Logger, messageOf } from '@proxym/core'
import { watch } from 'chokidar'
import { noRoomToWatch } from './errors.ts'

/** Watches single files, which may be missing, replaced by a rename, or links. */
export interface FileWatch {
  /** Watch until the signal aborts. Rejects when watching broke. */
  run(signal: AbortSignal): Promise<void>
  /** Look whether there are more files to watch now. */
  follow(): void
}

export interface FileWatchOptions {
  /** The files; may grow. */
  readonly files: () => readonly string[]
  /** Called with a file that is another one than before. */
  readonly changed: (file: string) => void
  readonly logger: Pick<Logger, 'warn'>
}

/**
 * Watch files through their folders, because the watch of a file ends with the file. An event only asks to look: what counts is whether
 * the file is another one. What is missed here is found by core's resync.
 */
export function createFileWatch({ files, changed, logger }: FileWatchOptions): FileWatch {
  const stamps = new Map<string, string>()
  const folders = new Set<string>()
  const names = new Set<string>()
  let follow = () => {}

  const look = async () => {
    for (const file of files()) {
      const before = stamps.get(file)
      const now = await stampOf(file)
      stamps.set(file, now)
      if (before !== undefined && before !== now) changed(file)
    }
  }
  const isOther = (path: string) => !folders.has(path) && !names.has(basename(path)) && !basename(path).startsWith('..')

  return {
    follow: () => follow(),
    async run(signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const watcher = watch([], { ignoreInitial: true, depth: 0, ignored: isOther })
      let looking = Promise.resolve()
      const lookAgain = () => {
        looking = looking.then(look).catch(reject)
      }
      const add = async () => {
        for (const path of (await Promise.all(files().map(places))).flat()) {
          names.add(basename(path))
          if (folders.has(dirname(path))) continue
          folders.add(dirname(path))
          watcher.add(dirname(path))
        }
        lookAgain()
      }
      follow = () => {
        if (files().some(file => !stamps.has(file))) add().catch(reject)
      }
      watcher.on('all', lookAgain)
      watcher.on('error', error => {
        const code = error instanceof Error && 'code' in error ? error.code : undefined
        if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE') logger.warn(noRoomToWatch, { error: messageOf(error) })
        else reject(error)
      })
      signal.addEventListener('abort', () => resolve(), { once: true })
      if (signal.aborted) resolve()
      try {
        await Promise.race([add(), promise])
        await promise
      } finally {
        follow = () => {}
        folders.clear()
        await watcher.close()
        await looking
      }
    },
  }
}

/** A path, and where it leads when it is a link. */
async function places(path: string): Promise<readonly string[]> {
  return [path, await realpath(path).catch(() => path)]
}

/** What differs when a file was edited, replaced, removed, or its link turned. */
async function stampOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true })
    return [dev, ino, size, mtimeNs].join(' ')
  } catch {
    return 'missing'
  }
}

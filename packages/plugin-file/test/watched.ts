import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { watchFolder } from '../src/watch-folder.ts'
import { tempFolder } from './temp-folder.ts'

/** A folder that is being watched: what it asked for, and a wait for what it will ask for. */
export interface Watched {
  readonly base: string
  readonly folder: string
  readonly path: (name: string) => string
  readonly warnings: readonly string[]
  /** Resolves when a refresh of this key (`all` for everything) is asked for from now on. */
  next(key: string): Promise<void>
  stop(): Promise<void>
}

type Options = Omit<Parameters<typeof watchFolder>[0], 'folder' | 'refresh' | 'signal' | 'logger'>

/** Watch a temporary folder with the given files, and wait until the watcher stands. */
export async function watched(
  files: Readonly<Record<string, string>> = {},
  options: Options = { checkMs: 50 },
): Promise<Watched> {
  const { base, folder } = await tempFolder(files)
  const controller = new AbortController()
  const warnings: string[] = []
  const waiting = new Map<string, () => void>()
  const next = (key: string): Promise<void> => new Promise(resolve => waiting.set(key, resolve))
  const ready = next('all')
  const end = watchFolder({
    folder,
    signal: controller.signal,
    logger: { warn: message => void warnings.push(message) },
    refresh: (_reason, scope) => {
      for (const key of scope?.keys ?? ['all']) {
        waiting.get(key)?.()
        waiting.delete(key)
      }
    },
    ...options,
  })
  const stop = (): Promise<void> => {
    controller.abort()
    return end
  }
  onTestFinished(stop)
  await Promise.race([ready, end])
  return { base, folder, path: name => join(folder, name), warnings, next, stop }
}

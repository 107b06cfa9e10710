import { opendir } from 'node:fs/promises'
import { basename, sep } from 'node:path'
import { setInterval } from 'node:timers/promises'
import type { Logger, Refresh } from '@proxym/core'
import { type ChokidarOptions, watch } from 'chokidar'
import { cannotWatch } from './errors.ts'
import { isServiceFile, isVolumeEntry } from './file-name.ts'
import { limits } from './limits.ts'
import { identifyFolder } from './list-folder.ts'

/** The part of a file watcher that is used here. */
export interface Watcher {
  on(event: 'all', listener: (event: string, path: string) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  on(event: 'ready', listener: () => void): unknown
  close(): Promise<void>
}

interface WatchFolder {
  readonly folder: string
  readonly refresh: Refresh
  readonly signal: AbortSignal
  readonly logger: Pick<Logger, 'warn'>
  /** @default chokidar's */
  readonly open?: (path: string, options: ChokidarOptions) => Watcher
  /** @default limits.folderCheckMs */
  readonly checkMs?: number
}

/** What the kernel says when it has no more room for watching. */
const noRoom: ReadonlySet<unknown> = new Set(['ENOSPC', 'EMFILE', 'ENFILE'])
/** What a single entry of the folder may be guilty of; its reading reports it. */
const entryFaults: ReadonlySet<unknown> = new Set(['ELOOP', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG'])

/**
 * Ask for a refresh of each file that changes, until the signal aborts. Events are hints: what is missed here is found by
 * the resync of core.
 *
 * The watcher is made anew whenever the path names another folder than before (removed, made again, replaced by `mv`, a
 * link that was turned), because it would go on watching the old one.
 */
export async function watchFolder(options: WatchFolder): Promise<void> {
  let polling = false
  while (!options.signal.aborted) {
    const end = await watchOnce(options, polling)
    polling ||= end === 'no room'
  }
}

async function watchOnce(
  { folder, refresh, signal, logger, open = watch, checkMs = limits.folderCheckMs }: WatchFolder,
  polling: boolean,
) {
  const done = new AbortController()
  const either = AbortSignal.any([signal, done.signal])
  const { promise, resolve, reject } = Promise.withResolvers<'replaced' | 'no room' | 'stopped'>()
  const identity = await lookAt(folder)
  const watcher = open(folder, watcherOptions(folder, polling))
  watcher.on('ready', () => refresh(`\`${folder}\` is watched`))
  watcher.on('all', (event, path) => {
    const name = basename(path)
    if (path === folder) resolve('replaced')
    else if (isServiceFile(name)) refresh(`\`${name}\` ${event === 'unlink' ? 'was removed' : 'changed'}`, { keys: [name] })
    else refresh(`\`${folder}\` was swapped`)
  })
  watcher.on('error', error => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (entryFaults.has(code)) return
    if (!noRoom.has(code) || polling) return reject(error)
    logger.warn(cannotWatch(folder, String(code)))
    resolve('no room')
  })
  either.addEventListener('abort', () => resolve('stopped'), { once: true })
  if (signal.aborted) resolve('stopped')
  whenReplaced(folder, identity, checkMs, either).then(() => resolve('replaced'), reject)
  try {
    return await promise
  } finally {
    done.abort()
    await watcher.close()
  }
}

/** Resolves when the path names another folder, or a folder that can be read again. */
async function whenReplaced(folder: string, identity: string | undefined, checkMs: number, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of setInterval(checkMs, undefined, { signal })) {
      if ((await lookAt(folder)) !== identity) return
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** The folder's identity while it can be listed. Nobody watches one that could not be, so it is a new one when it can be again. */
async function lookAt(folder: string): Promise<string | undefined> {
  try {
    const entries = await opendir(folder)
    await entries.close()
    return await identifyFolder(folder)
  } catch {
    return undefined
  }
}

function watcherOptions(folder: string, polling: boolean): ChokidarOptions {
  return {
    depth: 0,
    ignoreInitial: true,
    atomic: false, // gaps are waited out by the reader, for events that were missed as well
    ignorePermissionErrors: true,
    ...(polling ? { backend: 'polling', pollingInterval: 1000 } : {}),
    ignored: path => {
      const name = path.startsWith(folder + sep) ? path.slice(folder.length + 1) : undefined
      return name !== undefined && !isServiceFile(name) && !isVolumeEntry(name)
    },
  }
}

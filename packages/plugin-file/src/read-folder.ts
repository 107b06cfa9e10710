import { setTimeout as wait } from 'node:timers/promises'
import { ProxymError, type ServiceBatch, type SourceCall } from '@proxym/core'
import { folderProblem } from './errors.ts'
import { isServiceFile } from './file-name.ts'
import { type Content, createFileStore, type FileStore } from './file-store.ts'
import { limits } from './limits.ts'
import { identifyFolder, listFolder } from './list-folder.ts'

/** Answers one call of the source from the folder. */
export type FolderReader = (services: ServiceBatch, call: Pick<SourceCall, 'keys' | 'signal'>) => Promise<void>

/**
 * Make the reader of one folder; the name of a file is its key.
 *
 * A file that was there before and is away counts as removed only when it stays away, in a full answer as well: saving by
 * renaming, or a folder that is made anew, leaves gaps. The reader throws when the folder itself cannot be read or is
 * replaced meanwhile, so that nothing is lost with it.
 */
export function createFolderReader(folder: string): FolderReader {
  const store = createFileStore(folder)
  return async (services, { keys, signal }) => {
    const identity = await identifyFolder(folder)
    const names = keys?.filter(isServiceFile) ?? [...new Set([...(await listFolder(folder)), ...store.known()])]
    const contents = await readPatiently(store, names, signal)
    if ((await identifyFolder(folder)) !== identity) throw new ProxymError(folderProblem.replaced(folder))
    for (const name of [...names].sort()) {
      const content = contents.get(name)
      if (content === undefined) store.forget(name)
      if (content === undefined && keys !== undefined) services.set(name, [])
      if (content !== undefined) deliver(services, name, content)
    }
    // A full answer without a single file says so; saying nothing would be a mistake.
    if (keys === undefined && contents.size === 0) services.add()
  }
}

function deliver(services: ServiceBatch, name: string, content: Content): void {
  if ('error' in content) services.keep(name, content.error)
  else services.set(name, content.services)
}

/** Read all files, and those that are away again and again until they are back or count as removed. */
async function readPatiently(
  store: FileStore,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Content>> {
  const contents = new Map<string, Content>()
  let away = names
  const endMs = performance.now() + limits.vanishedMs
  for (;;) {
    await readAll(store, away, signal, contents)
    away = away.filter(name => !contents.has(name))
    if (away.length === 0 || performance.now() >= endMs) return contents
    await wait(limits.vanishedStepMs, undefined, { signal })
  }
}

async function readAll(
  store: FileStore,
  names: readonly string[],
  signal: AbortSignal,
  contents: Map<string, Content>,
): Promise<void> {
  const queue = names.values()
  const work = async (): Promise<void> => {
    // The workers share one iterator, so each file is read once.
    for (const name of queue) {
      signal.throwIfAborted()
      const content = await store.read(name, signal)
      if (content !== undefined) contents.set(name, content)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limits.openFiles, names.length) }, work))
}

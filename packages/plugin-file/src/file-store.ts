import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { ServiceInput } from '@proxym/core'
import { readServiceFile } from './read-file.ts'
import { toServices } from './to-services.ts'

/** What one file says: its services, or why it says nothing. */
export type Content = { readonly services: readonly ServiceInput[] } | { readonly error: unknown }

/** The files of one folder as they were last read. */
export interface FileStore {
  /** The files that were there when they were last read. */
  known(): Iterable<string>
  /** Read one file; undefined when it is not there. */
  read(name: string, signal: AbortSignal): Promise<Content | undefined>
  forget(name: string): void
}

/**
 * Make a store. Every file is read each time, because a copy that keeps the time of change must be seen; it is only
 * parsed again when its bytes are others, because 10,000 files cost a second.
 */
export function createFileStore(folder: string): FileStore {
  const contents = new Map<string, { readonly digest: string | undefined; readonly content: Content }>()
  return {
    known: () => contents.keys(),
    forget: name => void contents.delete(name),
    async read(name, signal) {
      const path = join(folder, name)
      try {
        const bytes = await readServiceFile(path, signal)
        if (bytes === undefined) return undefined
        const digest = hash('sha256', bytes, 'base64')
        const last = contents.get(name)
        if (last?.digest === digest) return last.content
        const content = parse(path, bytes)
        contents.set(name, { digest, content })
        return content
      } catch (error) {
        signal.throwIfAborted()
        const content = { error }
        contents.set(name, { digest: undefined, content })
        return content
      }
    },
  }
}

function parse(path: string, bytes: Uint8Array): Content {
  try {
    return { services: toServices(path, bytes) }
  } catch (error) {
    return { error }
  }
}

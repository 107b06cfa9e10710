import { constants } from 'node:fs'
import { lstat, open, readdir, readFile, rename, unlink } from 'node:fs/promises'

/** What the state folder and its files are checked by. */
export interface StateFacts {
  readonly mode: number
  readonly uid: number
  readonly size: number
  isFile(): boolean
}

/** A new file that is being written. */
export interface StateFile {
  /** Add to what was written before. */
  append(bytes: Uint8Array): Promise<void>
  size(): Promise<number>
  sync(): Promise<void>
  close(): Promise<void>
}

/** Every file operation of the state, so that tests can make each of them fail. */
export interface StateIo {
  /** Of the path itself; links are not followed. */
  facts(path: string): Promise<StateFacts>
  list(folder: string): Promise<readonly string[]>
  readFile(path: string): Promise<Buffer>
  /** A new empty file that only this user can read; fails when the name exists, also as a link. */
  create(path: string): Promise<StateFile>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** Make the names in a folder durable. */
  syncFolder(folder: string): Promise<void>
}

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants

/** The file system. */
export const nodeStateIo: StateIo = {
  facts: path => lstat(path),
  list: folder => readdir(folder),
  readFile: path => readFile(path),
  async create(path) {
    const handle = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600)
    return {
      // Goes on behind what is there, and until all of it is written.
      append: bytes => handle.writeFile(bytes),
      size: async () => (await handle.stat()).size,
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  },
  rename,
  unlink,
  async syncFolder(folder) {
    const handle = await open(folder, constants.O_RDONLY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
}

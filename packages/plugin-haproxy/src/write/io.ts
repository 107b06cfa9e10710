import { constants } from 'node:fs'
import { lstat, open, readdir, readFile, readlink, realpath, rename, stat, unlink } from 'node:fs/promises'
import { holdsBytes } from './holds-bytes.ts'

/** What the writer needs to know about a file. */
export interface FileFacts {
  isFile(): boolean
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
}

/** An open file that is being written. */
export interface IoFile {
  append(bytes: Uint8Array): Promise<void>
  stat(): Promise<FileFacts>
  chown(uid: number, gid: number): Promise<void>
  chmod(mode: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

/** Every file operation of this plugin's writer, so that tests can make each of them fail. */
export interface Io {
  realpath(path: string): Promise<string>
  /** Where a symbolic link points; undefined when the path is no link or does not exist. */
  linkTarget(path: string): Promise<string | undefined>
  stat(path: string): Promise<FileFacts>
  readFile(path: string): Promise<Buffer>
  /** Whether a file holds exactly these bytes, given in parts. */
  holds(path: string, parts: readonly Uint8Array[]): Promise<boolean>
  /** A new empty file that only this user can read; fails when the name exists, also as a link. */
  create(path: string): Promise<IoFile>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  list(folder: string): Promise<readonly string[]>
  /** Make the names in a folder durable. */
  syncFolder(folder: string): Promise<void>
}

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants

/** The file system. */
export const nodeIo: Io = {
  realpath: path => realpath(path),
  async linkTarget(path) {
    try {
      return (await lstat(path)).isSymbolicLink() ? await readlink(path) : undefined
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      throw error
    }
  },
  stat: path => stat(path),
  readFile: path => readFile(path),
  holds: holdsBytes,
  async create(path) {
    const file = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600)
    return {
      async append(bytes) {
        // At once, as far as the system takes it: `writeFile` hands over half a MiB at a time.
        for (let at = 0; at < bytes.byteLength; ) at += (await file.write(bytes, at)).bytesWritten
      },
      stat: () => file.stat(),
      chown: (uid, gid) => file.chown(uid, gid),
      chmod: mode => file.chmod(mode),
      sync: () => file.sync(),
      close: () => file.close(),
    }
  },
  rename,
  unlink,
  list: folder => readdir(folder),
  async syncFolder(folder) {
    const handle = await open(folder, constants.O_RDONLY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
}

/** `ENOENT` and the like of a thrown system error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

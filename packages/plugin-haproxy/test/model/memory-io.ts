import { basename, dirname, join } from 'node:path'
import type { StatePlace } from '@proxym/core'
import type { FileFacts, Io, IoFile } from '../../src/write/io.ts'

/** Files that outlive the process that writes them. */
export type Disk = Map<string, Buffer>

/** The file operations of one process: they can be made to fail, and the process can die at any of them. */
export interface ProcessIo {
  readonly io: Io
  /** Operations so far. */
  count(): number
  /** Let the next `times` operations fail with an error of the system, after `after` more that work. */
  fail(after: number, times: number): void
  /** Die at the operation that comes after so many more: it is not executed, and neither it nor any later one ever returns. */
  dieAfter(operations: number): void
  die(): void
  isDead(): boolean
  /** What outside of the file system dies with the process. */
  readonly untilDeath: <T>(work: () => Promise<T>) => Promise<T>
}

const facts = (bytes: Buffer): FileFacts => ({ isFile: () => true, mode: 0o644, uid: 0, gid: 0, size: bytes.byteLength })
const never = new Promise<never>(() => {})

/** A process on a disk. */
export function createProcess(disk: Disk): ProcessIo {
  let operations = 0
  let deathAt = Number.POSITIVE_INFINITY
  let failures = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  let dead = false

  const step = async <T>(name: string, work: () => T): Promise<T> => {
    if (!dead && operations >= deathAt) dead = true
    if (dead) return never
    const number = operations++
    await Promise.resolve()
    if (number >= failures.from && number < failures.to) throw systemError('ENOSPC', name)
    return work()
  }
  const read = (path: string): Buffer => {
    const bytes = disk.get(path)
    if (bytes === undefined) throw systemError('ENOENT', path)
    return bytes
  }
  const open = (path: string): IoFile => ({
    append: bytes => step('write', () => void disk.set(path, Buffer.concat([read(path), bytes]))),
    stat: () => step('fstat', () => facts(read(path))),
    chown: () => step('chown', () => {}),
    chmod: () => step('chmod', () => {}),
    sync: () => step('fsync', () => {}),
    close: () => step('close', () => {}),
  })
  const io: Io = {
    realpath: path => step('realpath', () => (disk.has(path) || !basename(path).includes('.') ? path : missing(path))),
    linkTarget: () => step('readlink', () => undefined),
    stat: path => step('stat', () => facts(read(path))),
    readFile: path => step('read', () => read(path)),
    holds: (path, parts) => step('read', () => read(path).equals(Buffer.concat(parts))),
    create: path =>
      step('open', () => {
        if (disk.has(path)) throw systemError('EEXIST', path)
        disk.set(path, Buffer.alloc(0))
        return open(path)
      }),
    rename: (from, to) =>
      step('rename', () => {
        disk.set(to, read(from))
        disk.delete(from)
      }),
    unlink: path => step('unlink', () => void (disk.delete(path) || missing(path))),
    list: folder =>
      step('list', () => [...disk.keys()].filter(path => dirname(path) === join(folder)).map(path => basename(path))),
    syncFolder: () => step('fsync folder', () => {}),
  }
  return {
    io,
    count: () => operations,
    fail(after, times) {
      failures = { from: operations + after, to: operations + after + times }
    },
    dieAfter(more) {
      deathAt = operations + more
    },
    die() {
      dead = true
    },
    isDead: () => dead,
    untilDeath: async work => {
      if (dead) return never
      const result = await work()
      return dead ? never : result
    },
  }
}

function missing(path: string): never {
  throw systemError('ENOENT', path)
}

function systemError(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code })
}

/** The state folder of a process, on its disk. */
export function statePlaceOn({ io }: ProcessIo, folder: string): StatePlace {
  return {
    ...{ folder, configuration: '/proxym.config.yaml', uid: 0 },
    io: {
      facts: path => (path === folder ? Promise.resolve({ ...facts(Buffer.of()), mode: 0o700 }) : io.stat(path)),
      ...{ list: io.list, readFile: io.readFile, rename: io.rename, unlink: io.unlink, syncFolder: io.syncFolder },
      async create(path) {
        const file = await io.create(path)
        return {
          append: file.append,
          size: async () => (await file.stat()).size,
          sync: file.sync,
          close: file.close,
        }
      },
    },
  }
}

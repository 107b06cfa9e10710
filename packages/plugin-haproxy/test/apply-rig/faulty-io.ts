import { type Io, type IoFile, nodeIo } from '../../src/write/io.ts'

/** One file operation. */
export type Call = keyof Io | keyof IoFile

/** The file system in which one call, counted from 1, fails with an error of the system. 0: none fails. */
export function faultyIo(failing: number, code: string) {
  const calls: Call[] = []
  const wrap = <T extends object>(object: T): T => {
    const entries = Object.entries(object as Record<string, (...args: unknown[]) => Promise<unknown>>)
    const wrapped = entries.map(([name, fn]) => [
      name,
      async (...args: unknown[]) => {
        calls.push(name as Call)
        const fails = calls.length === failing
        // A handle whose closing fails is closed all the same.
        if (fails && name === 'close') await fn(...args)
        if (fails) throw systemError(code, name)
        const result = await fn(...args)
        return name === 'create' ? wrap(fileOf(result as IoFile)) : result
      },
    ])
    return Object.fromEntries(wrapped) as T
  }
  return { io: wrap(nodeIo), calls }
}

/** What Node throws for a failed system call. */
function systemError(code: string, call: string): Error {
  return Object.assign(new Error(`${code}: a fault, ${call}`), { code })
}

/** A file handle as a plain object, whose functions can be wrapped. */
function fileOf(file: IoFile): IoFile {
  return {
    writeFile: bytes => file.writeFile(bytes),
    stat: () => file.stat(),
    chown: (uid, gid) => file.chown(uid, gid),
    chmod: mode => file.chmod(mode),
    sync: () => file.sync(),
    close: () => file.close(),
  }
}

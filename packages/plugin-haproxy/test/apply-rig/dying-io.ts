import type { IoFile } from '../../src/write/io.ts'
import { type Call, wrapIo } from './wrap-io.ts'

/** The file system of a process that dies at one call, counted from 1: neither that one nor a later one ends. 0: it lives. */
export function dyingIo(dyingAt: number) {
  const calls: Call[] = []
  const files: IoFile[] = []
  const death = Promise.withResolvers<Call>()
  const io = wrapIo(async (name, go, args) => {
    calls.push(name)
    if (dyingAt === 0 || calls.length < dyingAt) {
      const result = await go(...args)
      if (name === 'create') files.push(result as IoFile)
      return result
    }
    // Death comes between two blocks of one writing, too.
    if (calls.length === dyingAt && name === 'append') await go((args[0] as Uint8Array).subarray(0, 7))
    if (calls.length === dyingAt) death.resolve(name)
    return new Promise(() => undefined)
  })
  return {
    io,
    calls,
    dead: death.promise,
    /** Close what it had open, as the kernel does. */
    bury: () => Promise.all(files.map(file => file.close())),
  }
}

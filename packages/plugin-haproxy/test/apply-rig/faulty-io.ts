import { type Call, systemError, wrapIo } from './wrap-io.ts'

/** The file system in which one call, counted from 1, fails with an error of the system. 0: none fails. */
export function faultyIo(failing: number, code: string) {
  const calls: Call[] = []
  const io = wrapIo(async (name, go, args) => {
    calls.push(name)
    const fails = calls.length === failing
    // A handle whose closing fails is closed all the same.
    if (fails && name === 'close') await go(...args)
    if (fails) throw systemError(code, name)
    return go(...args)
  })
  return { io, calls }
}

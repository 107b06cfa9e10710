import { fstatSync } from 'node:fs'
import { keepHeapSmall } from './heap.ts'
import type { Io, Signals } from './io.ts'

/** The process as the command sees it. */
export function processIo(resolveFrom: readonly string[], version: string): Io {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    pid: process.pid,
    stdout: process.stdout,
    stderr: process.stderr,
    streamIds: { stdout: streamId(1), stderr: streamId(2) },
    resolveFrom,
    version,
    signals,
    settle: keepHeapSmall,
  }
}

const signals: Signals = {
  onSignal(name, listener) {
    process.on(name, listener)
    return () => process.off(name, listener)
  },
  onUncaught(listener) {
    const exception = (error: unknown) => listener(error, 'exception')
    const rejection = (error: unknown) => listener(error, 'rejection')
    process.on('uncaughtException', exception).on('unhandledRejection', rejection)
    return () => process.off('uncaughtException', exception).off('unhandledRejection', rejection)
  },
  exit: code => process.exit(code),
}

function streamId(descriptor: number): string | undefined {
  try {
    const { dev, ino } = fstatSync(descriptor, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    // A closed descriptor is no journal.
    return undefined
  }
}

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
    resolveFrom,
    version,
    signals,
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

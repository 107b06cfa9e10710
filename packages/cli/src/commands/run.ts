import { startDaemon } from '../daemon.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io, SignalName } from '../io.ts'
import { printBanner } from '../print/banner.ts'
import { isTerminal, paintOn } from '../print/style.ts'
import type { CommandOptions } from '../session.ts'

// A terminal sends Ctrl-C to the whole group, and npm passes it on once more.
const SAME_SIGNAL_MS = 500
const HARD_STOP_MS = 10_000

/** Run until a signal ends it. */
export async function run(io: Io, options: CommandOptions): Promise<number> {
  const ended = Promise.withResolvers<number>()
  const daemon = await startDaemon(io, options)
  if (isTerminal(io.stdout))
    io.stdout.write(printBanner(io, daemon.config(), daemon.proxym(), daemon.url(), paintOn(io.stdout, options.color)))
  let stoppingAt: number | undefined

  const stop = (signal: SignalName): void => {
    if (stoppingAt !== undefined) {
      if (performance.now() - stoppingAt >= SAME_SIGNAL_MS)
        io.signals.exit(signal === 'SIGINT' ? exitCodes.secondSigint : exitCodes.secondSigterm)
      return
    }
    stoppingAt = performance.now()
    daemon.logger.info(`Stopping on ${signal} (again to stop at once)`)
    const hard = setTimeout(() => io.signals.exit(exitCodes.failed), HARD_STOP_MS)
    void daemon.stop().then(
      () => {
        clearTimeout(hard)
        ended.resolve(exitCodes.done)
      },
      error => ended.reject(error),
    )
  }
  const listeners = [
    io.signals.onSignal('SIGINT', () => stop('SIGINT')),
    io.signals.onSignal('SIGTERM', () => stop('SIGTERM')),
    io.signals.onSignal('SIGHUP', () => void daemon.reload()),
    io.signals.onUncaught((error, kind) => {
      if (daemon.proxym().reportUnhandled(error)) return
      daemon.logger.error('An error that nobody caught', { error })
      if (kind === 'exception') void daemon.logger.flush().then(() => io.signals.exit(exitCodes.internal))
    }),
  ]
  try {
    return await ended.promise
  } finally {
    for (const unlisten of listeners) unlisten()
  }
}

import { defaultSettings } from '@proxym/core'
import { type Daemon, startDaemon } from '../daemon.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io, SignalName } from '../io.ts'
import { printBanner } from '../print/banner.ts'
import { isTerminal, paintOn } from '../print/style.ts'
import type { CommandOptions } from '../session.ts'

// A terminal sends Ctrl-C to the whole group, and npm passes it on once more.
const SAME_SIGNAL_MS = 500
// Everything that stops has its own limit; this is for what has none.
const HARD_STOP_MARGIN_MS = 500

/** Run until a signal ends it. */
export async function run(io: Io, options: CommandOptions): Promise<number> {
  const stopping = Promise.withResolvers<void>()
  const starting = new AbortController()
  let daemon: Daemon | undefined
  let stoppingAt: number | undefined
  let hard: NodeJS.Timeout | undefined

  const stop = (signal: SignalName): void => {
    if (stoppingAt !== undefined) {
      if (performance.now() - stoppingAt >= SAME_SIGNAL_MS)
        io.signals.exit(signal === 'SIGINT' ? exitCodes.secondSigint : exitCodes.secondSigterm)
      return
    }
    stoppingAt = performance.now()
    daemon?.logger.info(`Stopping on ${signal} (again to stop at once)`)
    const { stopMs } = daemon?.config().settings ?? defaultSettings
    hard = setTimeout(() => io.signals.exit(exitCodes.done), stopMs + HARD_STOP_MARGIN_MS)
    starting.abort()
    stopping.resolve()
  }
  const started = Promise.withResolvers<Daemon>()
  started.promise.catch(() => {})
  const listeners = [
    io.signals.onSignal('SIGINT', () => stop('SIGINT')),
    io.signals.onSignal('SIGTERM', () => stop('SIGTERM')),
    // One that comes while proxym starts is heeded afterwards.
    io.signals.onSignal(
      'SIGHUP',
      () =>
        void started.promise.then(
          running => running.reload(),
          () => {},
        ),
    ),
  ]
  try {
    daemon = await startDaemon(io, options, starting.signal)
    if (!starting.signal.aborted) {
      started.resolve(daemon)
      if (isTerminal(io.stdout))
        io.stdout.write(printBanner(io, daemon.config(), daemon.proxym(), daemon.url(), paintOn(io.stdout, options.color)))
    }
    await stopping.promise
    await daemon.stop()
    return exitCodes.done
  } catch (error) {
    started.reject(error)
    throw error
  } finally {
    clearTimeout(hard)
    for (const unlisten of listeners) unlisten()
  }
}

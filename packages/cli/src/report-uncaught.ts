import type { Proxym, RootLogger } from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/**
 * Name the plugin behind an error that nobody caught, and go on. An exception of unknown origin ends the process: nobody
 * knows what it left undone. Returns what stops this.
 */
export function reportUncaught(io: Io, logger: RootLogger, proxym: () => Proxym): () => void {
  return io.signals.onUncaught((error, kind) => {
    if (proxym().reportUnhandled(error)) return
    logger.error('An error that nobody caught', { error })
    if (kind === 'exception') void logger.flush().finally(() => io.signals.exit(exitCodes.internal))
  })
}

import { exitCodes } from '../exit-codes.ts'
import { holdLocks, targetsOf } from '../hold-locks.ts'
import type { Io } from '../io.ts'
import { openState } from '../known-state.ts'
import { type CommandOptions, complain, hostOrEnd, loadOrEnd, loggerFor, warnOf } from '../session.ts'

/** One cycle: read every source, write every output, end. */
export async function once(io: Io, options: CommandOptions): Promise<number> {
  const config = await loadOrEnd(io, options)
  // Its outputs may print, so the log leaves stdout to them.
  const logger = loggerFor(io, options, config, { data: true, level: config.log.level })
  warnOf(logger, config.warnings)
  const state = await openState(config, logger)
  const proxym = hostOrEnd(io, options, config, logger, state)
  const locks = await holdLocks(io, options, targetsOf(proxym, state.dir))
  try {
    const { held, withheld, stale } = await proxym.once()
    complain(io, options, 'Nothing was written', held)
    complain(io, options, 'Not everything was removed', withheld)
    if (held.length > 0 || withheld.length > 0) return exitCodes.held
    return proxym.ready().ready && stale.length === 0 ? exitCodes.done : exitCodes.failed
  } finally {
    await proxym.stop()
    await state.store?.flush()
    await locks.release()
    await logger.flush()
  }
}

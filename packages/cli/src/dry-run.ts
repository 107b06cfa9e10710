import type { DryRunResult, StandingProblem } from '@proxym/core'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { type CommandOptions, endOf, hostFor, loadOrEnd, loggerFor } from './session.ts'

/** One cycle that touches nothing: no lock, no state folder, no HTTP server. */
export async function dryRun(
  io: Io,
  options: CommandOptions,
  { preview }: { readonly preview: boolean },
): Promise<DryRunResult & { readonly problems: readonly StandingProblem[] }> {
  const config = await loadOrEnd(io, options)
  const logger = loggerFor(io, options, config, { data: true })
  const proxym = (() => {
    try {
      return hostFor(config, logger, undefined)
    } catch (error) {
      throw endOf(io, options, 'The plugins do not fit together', error, exitCodes.configuration)
    }
  })()
  try {
    const result = await proxym.dryRun({ preview })
    return { ...result, problems: proxym.problems() }
  } finally {
    await proxym.stop()
    await logger.flush()
  }
}

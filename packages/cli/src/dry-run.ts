import type { DryRunResult, StandingProblem } from '@proxym/core'
import type { Io } from './io.ts'
import { type CommandOptions, hostOrEnd, loadOrEnd, loggerFor } from './session.ts'

/** One cycle that touches nothing: no lock, no state folder, no HTTP server. */
export async function dryRun(
  io: Io,
  options: CommandOptions,
  { preview }: { readonly preview: boolean },
): Promise<DryRunResult & { readonly problems: readonly StandingProblem[] }> {
  const config = await loadOrEnd(io, options)
  const logger = loggerFor(io, options, config, { data: true })
  const proxym = hostOrEnd(io, options, config, logger, undefined)
  try {
    const result = await proxym.dryRun({ preview })
    return { ...result, problems: proxym.problems() }
  } finally {
    await proxym.stop()
    await logger.flush()
  }
}

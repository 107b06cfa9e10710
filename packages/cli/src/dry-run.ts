import type { DryRunResult, StandingProblem } from '@proxym/core'
import type { Io } from './io.ts'
import { lookAtState } from './known-state.ts'
import { type CommandOptions, complain, hostOrEnd, loadOrEnd, loggerFor } from './session.ts'

/** What came of it, and everything that is wrong. */
export type DryRun = DryRunResult & { readonly problems: readonly StandingProblem[] }

/** One cycle that touches nothing: no lock, no HTTP server, and the state folder is only read. */
export async function dryRun(io: Io, options: CommandOptions, { preview }: { readonly preview: boolean }): Promise<DryRun> {
  const config = await loadOrEnd(io, options)
  const logger = loggerFor(io, options, config, { data: true })
  const proxym = hostOrEnd(io, options, config, logger, await lookAtState(config, logger))
  try {
    const result = await proxym.dryRun({ preview })
    return { ...result, problems: proxym.problems() }
  } finally {
    await proxym.stop()
    await logger.flush()
  }
}

/** Say which sources did not answer, so that their last good services had to do. Returns whether there are any. */
export function complainOfStale(io: Io, options: CommandOptions, { held, stale, problems }: DryRun): boolean {
  // Those for which all is held are named already.
  if (held.length > 0) return false
  const why = stale.flatMap(tap => problems.find(problem => problem.tap === tap) ?? [])
  complain(io, options, 'Some sources did not answer; what they last said, if anything, is used', why, 'warning')
  return stale.length > 0
}

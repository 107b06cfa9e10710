import { complainOfStale, dryRun } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { printServices } from '../print/services-table.ts'
import { widthOf } from '../print/style.ts'
import { type CommandOptions, complain } from '../session.ts'

export interface ServicesOptions extends CommandOptions {
  readonly json?: boolean
  /** Whether nothing is cut. */
  readonly wide?: boolean
  /** Only services with this label. */
  readonly source?: string
  /** Only what was left out. */
  readonly rejected?: boolean
}

const LEFT_OUT = new Set(['PROXYM_SERVICE_INVALID', 'PROXYM_CLAIM_ID', 'PROXYM_ANNOTATE_FAILED'])

/** What the sources give now. */
export async function services(io: Io, options: ServicesOptions): Promise<number> {
  const result = await dryRun(io, options, { preview: false })
  const { held, withheld, snapshot, problems } = result
  complain(io, options, 'Not everything is known', held)
  complain(io, options, 'Not everything would be removed', withheld)
  const stale = complainOfStale(io, options, result)
  const all = snapshot?.services ?? []
  const chosen = options.rejected ? [] : all.filter(service => options.source === undefined || service.source === options.source)
  const rejected = problems.filter(problem => LEFT_OUT.has(problem.code))
  if (options.json)
    io.stdout.write(`${JSON.stringify({ services: chosen, rejected: rejected.map(({ cause: _, ...problem }) => problem) })}\n`)
  else io.stdout.write(printServices(chosen, rejected, options.wide ? Number.POSITIVE_INFINITY : widthOf(io.stdout)))
  const hosts = chosen.reduce((sum, service) => sum + service.hosts.length, 0)
  io.stderr.write(`${chosen.length} services, ${rejected.length} left out, ${hosts} hosts\n`)
  if (held.length > 0 || withheld.length > 0) return exitCodes.held
  return stale ? exitCodes.failed : exitCodes.done
}

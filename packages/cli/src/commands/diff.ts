import type { DryRunResult, Preview } from '@proxym/core'
import { complainOfStale, dryRun } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { countLines, diffOf, printDiff } from '../print/diff-text.ts'
import { paintOn } from '../print/style.ts'
import { type CommandOptions, complain } from '../session.ts'

export interface DiffOptions extends CommandOptions {
  readonly json?: boolean
  /** Whether only the summary is printed. */
  readonly stat?: boolean
}

/** What every output would become, as a unified diff. Nothing is touched. */
export async function diff(io: Io, options: DiffOptions): Promise<number> {
  const result = await dryRun(io, options, { preview: true })
  if (result.held.length > 0) {
    complain(io, options, 'Nothing can be compared', result.held)
    return exitCodes.held
  }
  const previews = result.previews.flatMap(({ generator, previews: targets }) => targets.map(preview => ({ generator, preview })))
  const changed = previews.filter(({ preview }) => preview.before !== preview.after)
  if (options.json)
    io.stdout.write(`${JSON.stringify({ outputs: previews.map(({ generator, preview }) => ({ generator, ...preview })) })}\n`)
  else for (const { generator, preview } of previews) printOne(io, options, generator, preview)
  for (const generator of result.silent) io.stderr.write(`${generator} cannot say what it would do.\n`)
  io.stderr.write(`${changed.length} of ${previews.length} outputs would change.\n`)
  complain(io, options, 'Not everything would be removed', result.withheld)
  const stale = complainOfStale(io, options, result)
  const failed = complainOf(io, options, result) || stale
  if (!failed && result.withheld.length > 0) return exitCodes.held
  return failed ? exitCodes.failed : changed.length > 0 ? exitCodes.different : exitCodes.done
}

function printOne(io: Io, options: DiffOptions, generator: string, preview: Preview): void {
  const paint = paintOn(io.stdout, options.color)
  const patch = diffOf(preview)
  const name = `${paint('bold', generator)} → ${preview.target}`
  if (patch === undefined) io.stdout.write(`${name}   in sync\n`)
  else if (patch === 'too different') io.stdout.write(`${name}   would change: the files differ too much to show how\n`)
  else {
    const { added, removed } = countLines(patch)
    io.stdout.write(`${name}   would change: +${added} -${removed} lines\n`)
    if (!options.stat) io.stdout.write(printDiff(patch, paint))
  }
}

function complainOf(io: Io, options: DiffOptions, { previews }: DryRunResult): boolean {
  const problems = previews.flatMap(({ problems: found }) => found)
  complain(io, options, 'Some outputs have problems', problems, 'warning')
  return previews.some(({ previews: targets, problems: found }) => targets.length === 0 && found.length > 0)
}

import type { CheckResult, Problem } from '@proxym/core'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { noState } from '../known-state.ts'
import { isTerminal, paintOn, widthOf } from '../print/style.ts'
import { printWiring } from '../print/wiring-table.ts'
import { type CommandOptions, complain, hostOrEnd, loadOrEnd, loggerFor } from '../session.ts'

export interface CheckOptions extends CommandOptions {
  /** Whether warnings are errors. */
  readonly strict?: boolean
}

/** Look at everything that can be seen offline, and print the wiring. */
export async function check(io: Io, options: CheckOptions): Promise<number> {
  const config = await loadOrEnd(io, options)
  const logger = loggerFor(io, options, config, { data: true })
  const paint = paintOn(io.stdout, options.color)
  const proxym = hostOrEnd(io, options, config, logger, noState)
  const overrides = config.overrides.map(text => `, ${text}`).join('')
  io.stdout.write(
    `${paint('green', '✓')} config     ${config.configPath ?? 'variables only'} (${plural(proxym.plugins.length, 'plugin')})${overrides}\n`,
  )
  const problems = printChecks(io, options, await proxym.check())
  io.stdout.write(printWiring(proxym.plugins, proxym.wiring, isTerminal(io.stdout) ? widthOf(io.stdout) : 200))
  await proxym.stop()
  complain(io, options, 'Not everything is right', problems)
  complain(io, options, 'Worth a look', config.warnings, 'warning')
  if (config.warnings.length > 0) {
    io.stderr.write(`${plural(config.warnings.length, 'warning')}.${options.strict ? '' : ' `--strict` makes them errors.'}\n`)
  }
  await logger.flush()
  return problems.length > 0 || (options.strict && config.warnings.length > 0) ? exitCodes.configuration : exitCodes.done
}

function printChecks(io: Io, options: CheckOptions, results: readonly CheckResult[]): readonly Problem[] {
  const paint = paintOn(io.stdout, options.color)
  for (const { id, problems } of results)
    io.stdout.write(`${problems.length === 0 ? paint('green', '✓') : paint('red', '✗')} ${id}\n`)
  io.stdout.write('\n')
  return results.flatMap(({ problems }) => problems)
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

import { parseArgs } from 'node:util'
import { badArguments } from './errors.ts'
import { SimulatorError } from './simulator-error.ts'

/** What the command was asked for. */
export interface Arguments {
  readonly help: boolean
  readonly version: string
  readonly port: number
  readonly host: string
  readonly instances: number
  readonly apps: number
  readonly tasks: number
  readonly seed: number
  readonly shuffle: boolean
  readonly callbacks: boolean
}

export const help = `Usage: marathon-simulator [options]

A Marathon that is none: the HTTP API and the events of 0.8 to 1.11, in memory.

Options:
  --version-of <version>  the Marathon to be, e.g. 0.8, 1.4 or 1.11 (default: 1.11)
  --port <number>         the port of the first instance; 0 takes a free one (default: 8080)
  --host <address>        the address to listen on (default: 127.0.0.1)
  --instances <number>    how many instances the cluster has; the first one leads (default: 1)
  --apps <number>         how many apps there are at first (default: 3)
  --tasks <number>        how many tasks each of them has (default: 2)
  --seed <number>         other ids and addresses (default: 1)
  --shuffle               give lists in another order each time
  --no-callbacks          answer 400 to event subscriptions, as without --event_subscriber
  -h, --help              show this
`

/**
 * Read the arguments of the command.
 *
 * @throws SimulatorError that says what is wrong with them
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = parse(argv)
  return {
    help: values.help ?? false,
    version: values['version-of'] ?? '1.11',
    port: numberOf('--port', values.port, 8080, 65_535),
    host: values.host ?? '127.0.0.1',
    instances: numberOf('--instances', values.instances, 1, 16),
    apps: numberOf('--apps', values.apps, 3, 100_000),
    tasks: numberOf('--tasks', values.tasks, 2, 10_000),
    seed: numberOf('--seed', values.seed, 1, 2 ** 32),
    shuffle: values.shuffle ?? false,
    callbacks: !(values['no-callbacks'] ?? false),
  }
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...argv],
      options: {
        'version-of': text,
        port: text,
        host: text,
        instances: text,
        apps: text,
        tasks: text,
        seed: text,
        shuffle: flag,
        'no-callbacks': flag,
        help: { ...flag, short: 'h' },
      },
    })
  } catch (error) {
    throw new SimulatorError(badArguments(error instanceof Error ? error.message.replace(/\.$/, '') : String(error)))
  }
}

function numberOf(option: string, given: string | undefined, fallback: number, most: number): number {
  if (given === undefined) return fallback
  if (!/^\d{1,10}$/.test(given) || Number(given) > most)
    throw new SimulatorError(badArguments(`\`${option}\` must be a number from 0 to ${most}, got ${JSON.stringify(given)}`))
  return Number(given)
}

import { createRealClock } from './clock.ts'
import { createSimulator, type Simulator } from './create-simulator.ts'
import { notStarted } from './errors.ts'
import { type Arguments, help, parseArguments } from './parse-arguments.ts'
import { SimulatorError } from './simulator-error.ts'

/** Where the command writes. */
export interface CommandIo {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** Start what the arguments say; undefined when there was nothing to start, with the exit code said to `end`. */
export async function main(
  argv: readonly string[],
  { out, err }: CommandIo,
  end: (code: number) => void,
): Promise<Simulator | undefined> {
  try {
    const given = parseArguments(argv)
    if (given.help) {
      out(help)
      end(0)
      return undefined
    }
    const simulator = await start(given)
    out(greeting(simulator))
    return simulator
  } catch (error) {
    const mistake =
      error instanceof SimulatorError
        ? error
        : new SimulatorError(notStarted(error instanceof Error ? error.message : String(error)))
    err(`error: ${mistake.message}\n`)
    end(78)
    return undefined
  }
}

async function start({ version, port, host, instances, apps, tasks, seed, shuffle, callbacks }: Arguments): Promise<Simulator> {
  const clock = createRealClock()
  const simulator = await createSimulator({ version, port, host, instances, seed, shuffle, callbacks, clock, control: true })
  simulator.populate({ apps, tasksPerApp: tasks })
  return simulator
}

function greeting({ version, urls, leader, apps }: Simulator): string {
  const lines = urls.map((url, index) => `  ${url}${index === leader ? '  (leader)' : ''}`)
  const first = urls[0]
  return [
    `Marathon ${version}, simulated, with ${apps().length} apps:`,
    ...lines,
    '',
    `  curl ${first}/v2/apps`,
    `  curl -N -H 'accept: text/event-stream' ${first}/v2/events`,
    `  curl -H 'content-type: application/json' -d '{"id":"/web","instances":2}' ${first}/simulator/deploy`,
    `  curl ${first}/simulator`,
    '',
  ].join('\n')
}

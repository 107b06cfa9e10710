import { ProxymError } from '@proxym/core'
import { Command, Option } from 'commander'
import { run } from './commands/run.ts'
import { unknownCommand } from './errors.ts'
import type { Io } from './io.ts'

type Action = (io: Io, options: never, args: readonly string[]) => Promise<number>

// Only the command that is asked for is loaded; but `run` hears signals from the first moment on.
const actions = {
  run: (): Action => run,
  once: async (): Promise<Action> => (await import('./commands/once.ts')).once,
  check: async (): Promise<Action> => (await import('./commands/check.ts')).check,
  diff: async (): Promise<Action> => (await import('./commands/diff.ts')).diff,
  services: async (): Promise<Action> => (await import('./commands/services.ts')).services,
  explain: async (): Promise<Action> => (await import('./commands/explain.ts')).explain,
  confirm: async (): Promise<Action> => (await import('./commands/confirm.ts')).confirm,
  init: async (): Promise<Action> => (await import('./commands/init.ts')).init,
}

/** The command line: what each command takes, and what runs it. `done` gets the exit code. */
export function createProgram(io: Io, done: (code: number) => void): Command {
  const program = new Command('proxym')
    .description('Generates the configuration of a reverse proxy whenever something changes.')
    .version(io.version)
    .configureOutput({ writeOut: text => void io.stdout.write(text), writeErr: text => void io.stderr.write(text) })
    .exitOverride()
    .showSuggestionAfterError()
    .enablePositionalOptions()

  addShared(program)
  const add = (name: keyof typeof actions, description: string, isDefault = false): Command =>
    addShared(program.command(name, { isDefault }))
      .description(description)
      .action(async (...given) => {
        const command = given.at(-1) as Command
        const load = actions[name]()
        const action = typeof load === 'function' ? load : await load
        done(await action(io, optionsOf(program, command) as never, command.args))
      })

  add('run', 'watch, and rewrite every output when something changes', true)
  add('once', 'read every source, write every output, end')
  add('check', 'look at configuration, plugins and variables without reading or writing anything').option(
    '--strict',
    'warnings are errors',
  )
  add('diff', 'show what every output would become; touches nothing')
    .option('--stat', 'only the summary')
    .option('--json', 'the texts before and after as JSON')
  add('services', 'show what the sources give now')
    .option('--json', 'as JSON')
    .option('--wide', 'cut nothing')
    .option('--source <label>', 'only services with this label')
    .option('--rejected', 'only what was left out')
  add('explain', 'say why a service or a domain is routed as it is, or not at all; asks the proxym that runs')
    .argument('<domain-or-id>', 'a domain, a domain with a path, a service, an app or a file')
    .option('--json', 'as JSON')
  add('confirm', 'let a removal or an empty start pass that waits for a second answer; asks the proxym that runs').argument(
    '<digest>',
    'what the log and /status name',
  )
  add('init', 'write a configuration to begin with')
    .addOption(new Option('--proxy <name>', 'the proxy').choices(['haproxy', 'nginx']))
    .option('-y, --yes', 'ask nothing')
  return program
}

// They may stand before the command and after it.
function addShared(command: Command): Command {
  return command
    .option('-c, --config <path>', 'the configuration file (also PROXYM_CONFIG)')
    .addOption(new Option('--color <when>', 'whether to colour').choices(['auto', 'always', 'never']).default('auto'))
    .option('--ascii', 'words in place of symbols in the log on a terminal')
}

// What stands after the command is nearer, and counts.
function optionsOf(program: Command, command: Command): Record<string, unknown> {
  const isGiven = ([name]: [string, unknown]) => program.getOptionValueSource(name) === 'cli'
  const own = Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === 'cli')
  return { ...command.opts(), ...Object.fromEntries([...Object.entries(program.opts()).filter(isGiven), ...own]) }
}

/**
 * Refuse a word that is no command: as `run` is the default, it would be taken for an argument of that.
 *
 * @throws ProxymError
 */
export function refuseUnknownCommand(program: Command, argv: readonly string[]): void {
  const { operands, unknown } = program.parseOptions([...argv])
  const word = [...operands, ...unknown][0]
  const names = [...program.commands.map(command => command.name()), 'help']
  if (word !== undefined && !word.startsWith('-') && !names.includes(word)) throw new ProxymError(unknownCommand(word, names))
}

/** Whether an error is commander's way to end: help, version, or a wrong argument that it has printed. */
export function commanderCode(error: unknown): number | undefined {
  if (error instanceof ProxymError || !(error instanceof Error)) return undefined
  if (!('code' in error) || typeof error.code !== 'string' || !error.code.startsWith('commander.')) return undefined
  return 'exitCode' in error && error.exitCode === 0 ? 0 : 78
}

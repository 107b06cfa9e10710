import { resolve } from 'node:path'
import { ask } from './ask.ts'
import type { Choices } from './choices.ts'
import { kindMissing, Mistake, nameMissing } from './errors.ts'
import { namesOf } from './names.ts'
import { planFiles } from './plan-files.ts'
import { type Flags, readFlags } from './read-flags.ts'
import { writeFiles } from './write-files.ts'

/** Where the command runs. */
export interface Terminal {
  readonly cwd: string
  /** Whether somebody can answer questions. */
  readonly isInteractive: boolean
  out(text: string): void
  err(text: string): void
}

const usage = `Usage: npm create proxym-plugin [name] -- [options]

  name                    acme-dns, proxym-plugin-acme-dns or @acme/proxym-plugin-dns
  -k, --kind KIND         source, notifier, annotator, generator; several are separated by commas
  -l, --language LANGUAGE typescript (default) or javascript
      --javascript        the same as --language javascript
  -f, --folder FOLDER     where to write it; default: the name of the package, without its scope
  -h, --help              this text

What is not given is asked for on a terminal.
`

/** Run the command; resolves with its exit code. */
export async function create(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const flags = readFlags(args)
    if (flags.help) {
      terminal.out(usage)
      return 0
    }
    const choices = terminal.isInteractive ? await ask(flags) : choicesOf(flags)
    if (choices === undefined) return 1
    const shown = flags.folder ?? choices.packageName.replace(/^.*\//, '')
    const files = await planFiles(choices, new Date().getFullYear())
    await writeFiles(resolve(terminal.cwd, shown), shown, files)
    terminal.out(
      summary(
        choices,
        shown,
        files.map(({ path }) => path),
      ),
    )
    return 0
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    terminal.err(`${error.message}\n`)
    return 1
  }
}

function choicesOf({ name, kinds, language = 'typescript' }: Flags): Choices {
  const names = name === undefined ? undefined : namesOf(name)
  if (names === undefined) throw nameMissing()
  if (kinds === undefined) throw kindMissing()
  return { ...names, kinds, language }
}

function summary({ packageName, kinds }: Choices, folder: string, paths: readonly string[]): string {
  const list = paths.map(path => `+ ${folder}/${path}\n`).join('')
  return `${list}\n${packageName}: ${kinds.join(', ')}. Next: cd ${folder}, npm install, npm test.\n`
}

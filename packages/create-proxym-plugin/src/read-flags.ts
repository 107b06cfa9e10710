import { parseArgs } from 'node:util'
import { type Kind, kinds, type Language, languages } from './choices.ts'
import { kindUnknown, languageUnknown, Mistake, nameUnfit, tooMany } from './errors.ts'
import { namesOf } from './names.ts'

/** What the command line says; what it leaves open is undefined. */
export interface Flags {
  readonly help: boolean
  readonly name: string | undefined
  readonly kinds: readonly Kind[] | undefined
  readonly language: Language | undefined
  readonly folder: string | undefined
}

/**
 * Read the command line.
 *
 * @throws Mistake
 */
export function readFlags(args: readonly string[]): Flags {
  const { values, positionals } = parse(args)
  if (positionals.length > 1) throw tooMany(positionals)
  const name = values.name ?? positionals[0]
  if (name !== undefined && namesOf(name) === undefined) throw nameUnfit(name)
  const language = values.javascript === true ? 'javascript' : values.language
  return {
    help: values.help === true,
    name,
    kinds: values.kind === undefined ? undefined : readKinds(values.kind),
    language: language === undefined ? undefined : readLanguage(language),
    folder: values.folder,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        name: { type: 'string' },
        kind: { type: 'string', short: 'k', multiple: true },
        language: { type: 'string', short: 'l' },
        javascript: { type: 'boolean' },
        folder: { type: 'string', short: 'f' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    })
  } catch (error) {
    throw new Mistake(`${error instanceof Error ? error.message : String(error)} (--help lists the options)`)
  }
}

function readKinds(given: readonly string[]): readonly Kind[] {
  const words = given.flatMap(text => text.split(',')).map(text => text.trim())
  const unknown = words.find(word => !kinds.some(kind => kind === word))
  if (unknown !== undefined) throw kindUnknown(unknown)
  return kinds.filter(kind => words.includes(kind))
}

function readLanguage(given: string): Language {
  const found = languages.find(
    language =>
      language === given || (given === 'ts' && language === 'typescript') || (given === 'js' && language === 'javascript'),
  )
  if (found === undefined) throw languageUnknown(given)
  return found
}

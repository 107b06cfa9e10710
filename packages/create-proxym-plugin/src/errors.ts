import { kinds, languages } from './choices.ts'

/** A mistake of the person who runs the command: said in one line, without a stack. */
export class Mistake extends Error {
  override readonly name = 'Mistake'
}

const listed = (words: readonly string[]): string => words.join(', ')

export const nameUnfit = (given: string) =>
  new Mistake(
    `\`${given}\` cannot be the name of a package. Write lower-case letters, digits and hyphens: e.g. acme-dns or @acme/proxym-plugin-dns.`,
  )

export const nameMissing = () =>
  new Mistake('A name is missing. Write e.g. npm create proxym-plugin acme-dns -- --kind generator')

export const kindUnknown = (given: string) => new Mistake(`\`--kind ${given}\`: there is no such kind. Kinds: ${listed(kinds)}.`)

export const kindMissing = () => new Mistake(`\`--kind\` is missing. Kinds: ${listed(kinds)}; several are separated by commas.`)

export const languageUnknown = (given: string) =>
  new Mistake(`\`--language ${given}\`: there is no such language. Languages: ${listed(languages)}.`)

export const tooMany = (given: readonly string[]) =>
  new Mistake(`One name is enough, got ${given.map(word => `\`${word}\``).join(', ')}. Options of this command come after --`)

export const folderNotEmpty = (folder: string) =>
  new Mistake(`\`${folder}\` exists and is not empty. Nothing was written; choose another with --folder, or empty it.`)

export const folderIsFile = (folder: string) => new Mistake(`\`${folder}\` is a file. Choose another folder with --folder.`)

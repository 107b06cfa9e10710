import { isAbsolute, relative } from 'node:path'

/** A path as one word of a shell command, quoted only where it must be. */
export function shellQuoted(path: string): string {
  return /^[A-Za-z0-9_/.,:=@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}

// `'%s'` and `"%s"` are taken whole, because a quoted path inside quotes would not be one word any more.
const placeholder = /%%s|'%s'|"%s"|%s/g

/** The command with `%s` replaced by a path. `%%s` is a literal `%s`. */
export function withPath(command: string, path: string): string {
  return command.replace(placeholder, found => (found === '%%s' ? '%s' : shellQuoted(path)))
}

/** Whether a command has a `%s`. */
function hasPlaceholder(command: string): boolean {
  return (command.match(placeholder) ?? []).some(found => found !== '%%s')
}

/** The target as commands may name it. */
export interface NamedTarget {
  /** Absolute. */
  readonly path: string
  /** As the option says. */
  readonly given: string
  /** Where commands run. */
  readonly folder: string
  readonly home: string | undefined
}

/** How a check command gets the new text: staged beside the target, or in the target's place when the command names no file. */
export type CheckMode = 'staged' | 'in place'

/** Where the text must be for this check command. */
export function checkMode(command: string, target: NamedTarget): CheckMode {
  return hasPlaceholder(command) || namesTarget(command, target) || command.includes('%%s') ? 'staged' : 'in place'
}

/** Whether the only path in a check command is `%%s`: the spelling of proxym's first version, which never worked there. */
export function hasOldPlaceholder(command: string, target: NamedTarget): boolean {
  return command.includes('%%s') && !hasPlaceholder(command) && !namesTarget(command, target)
}

/** The check command for a text in `path`: `%s`, and every mention of the target, become that path. */
export function checkCommandFor(command: string, target: NamedTarget, path: string): string {
  if (hasOldPlaceholder(command, target)) return withPath(command.replaceAll('%%s', '%s'), path)
  const named = mentions(target)
  // Mentions first: the staged path itself could look like one.
  const parts = command.split(placeholder)
  const found = command.match(placeholder) ?? []
  return parts
    .map((part, index) => {
      const replaced = part.replace(named, () => shellQuoted(path))
      return replaced + withPath(found[index] ?? '', path)
    })
    .join('')
}

function namesTarget(command: string, target: NamedTarget): boolean {
  return mentions(target).test(command)
}

/** Finds the target as a whole word in any spelling, quoted or not. */
function mentions({ path, given, folder, home }: NamedTarget): RegExp {
  const near = relative(folder, path)
  const below = home === undefined || home === '/' ? '' : relative(home, path)
  const inHome = below !== '' && !below.startsWith('..') && !isAbsolute(below)
  const spellings = [path, given, near, `./${near}`, ...(inHome ? [`~/${below}`, `$HOME/${below}`, `\${HOME}/${below}`] : [])]
  const any = [...new Set(spellings)].map(escaped).join('|')
  const before = '(?<=^|[\\s=;&|(<])'
  const after = '(?=$|[\\s;&|)<>])'
  return new RegExp(`${before}(?:'(?:${any})'|"(?:${any})"|(?:${any}))${after}`, 'g')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

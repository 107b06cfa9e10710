import { messageOf } from '../../problem.ts'
import { configInvalid, nameList } from '../errors.ts'
import type { Place, PlacedProblem } from './excerpt.ts'

export function jsonSyntax(given: string, wanted: string, place: Place): PlacedProblem {
  const got = given === '' ? 'the end of the file' : /\s/.test(given) ? 'the end of the line' : `\`${given}\``
  const hint =
    given === '/' || given === '#'
      ? 'JSON has no comments; rename the file to .yaml to use them.'
      : given === "'"
        ? 'JSON takes double quotes only.'
        : 'Correct the syntax.'
  return { code: 'PROXYM_CONFIG_SYNTAX', message: `not valid JSON: ${wanted} must stand here, got ${got}`, hint, ...place }
}

// The parser's own messages repeat parts of the text, which may be a secret.
const yamlTexts: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  BAD_ALIAS: ['this alias has no anchor before it', 'Put a value that begins with `*` in quotes.'],
  BAD_COLLECTION_TYPE: ['the tag does not fit what it stands before', 'Remove the tag.'],
  BAD_DQ_ESCAPE: ['unknown escape in double quotes', 'Write `\\\\` for a backslash, or use single quotes.'],
  BAD_INDENT: ['the indentation fits nothing above', 'Indent it like the lines that it belongs to.'],
  BAD_SCALAR_START: ['a value cannot begin with this character', 'Put the value in quotes.'],
  BLOCK_AS_IMPLICIT_KEY: ['two mappings on one line', 'Put a value that contains `: ` in quotes.'],
  DUPLICATE_KEY: ['this key is given twice', 'Keep one of them.'],
  MISSING_CHAR: ['something is missing here: a closing quote, a bracket, a comma or a `:`', 'Add it.'],
  MULTIPLE_DOCS: ['a second document begins here', 'Remove the `---`.'],
  NON_STRING_KEY: ['a key must be text', 'Put it in quotes.'],
  TAB_AS_INDENT: ['a tab cannot indent', 'Use spaces.'],
  TAG_RESOLVE_FAILED: ['unknown tag', 'Remove it; secrets are written `{ env: NAME }`, a value that begins with `!` in quotes.'],
}

export function yamlSyntax(error: { readonly code: string }, place: Place): PlacedProblem {
  const [message, hint] = yamlTexts[error.code] ?? ['something here does not belong', 'Correct the syntax.']
  const prefix = error.code === 'DUPLICATE_KEY' ? '' : 'not valid YAML: '
  return { code: 'PROXYM_CONFIG_SYNTAX', message: `${prefix}${message}`, hint, ...place }
}

export function textUnusable(cause: unknown, place: Place): PlacedProblem {
  const hint = 'Write it with fewer aliases and less nesting.'
  return { code: 'PROXYM_CONFIG_SYNTAX', message: 'the file cannot be turned into a value', hint, cause, ...place }
}

export function configUnreadable(label: string, cause: unknown): PlacedProblem {
  const missing = (cause as { code?: unknown } | undefined)?.code === 'ENOENT'
  const message = missing
    ? `configuration \`${label}\` does not exist`
    : `configuration \`${label}\` cannot be read: ${messageOf(cause)}`
  const hint = missing ? 'Correct the path, or run `proxym init` there.' : 'Make it a file that proxym may read.'
  return { code: missing ? 'PROXYM_CONFIG_NOT_FOUND' : 'PROXYM_CONFIG_UNREADABLE', message, hint, cause }
}

export function configExtension(label: string, extensions: readonly string[]): PlacedProblem {
  return {
    code: configInvalid,
    message: `configuration \`${label}\` has an unknown ending`,
    hint: `Name it .${extensions.join(', .')}.`,
  }
}

export function configAmbiguous(labels: readonly string[]): PlacedProblem {
  const message = `there are ${labels.length} configurations: ${nameList(labels, 'and')}`
  return { code: 'PROXYM_CONFIG_AMBIGUOUS', message, hint: 'Keep one, or name it with `--config PATH` or PROXYM_CONFIG.' }
}

export function configMissing(cwd: string): PlacedProblem {
  return {
    code: 'PROXYM_CONFIG_NOT_FOUND',
    message: `no configuration: there is no \`proxym.config.{ts,js,json,yaml,…}\` in \`${cwd}\`, and no PROXYM_…_ENABLED variable adds a plugin`,
    hint: 'Run `proxym init` to write one, name one with `--config PATH` or PROXYM_CONFIG, or set variables such as PROXYM_FILE_ENABLED=1 and PROXYM_PROXY_ENABLED=1.',
  }
}

export function configImport(label: string, error: unknown, position: string): PlacedProblem {
  const missing = /^Cannot find package '([^']+)'/.exec(messageOf(error))?.[1]
  const hint =
    missing === undefined
      ? 'Correct the file; `node FILE` shows the same error with its stack.'
      : `Install \`${missing}\` beside the file, or export a plain object: \`defineConfig\` is only for types.`
  return {
    code: 'PROXYM_CONFIG_LOAD',
    message: `cannot be loaded: ${messageOf(error)}`,
    hint,
    where: `${label}${position}`,
    cause: error,
  }
}

export function configExport(label: string): PlacedProblem {
  const hint = 'Write `export default defineConfig({ … })`.'
  return { code: configInvalid, message: 'must export the configuration, an object, as default', hint, where: label }
}

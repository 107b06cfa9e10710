import { messageOf } from '../../problem.ts'
import type { ConfigPath } from '../config-path.ts'
import { formatPath } from '../config-path.ts'
import { nearest } from '../did-you-mean.ts'
import { configInvalid, nameList } from '../errors.ts'
import type { PlacedProblem } from '../file/excerpt.ts'
import type { SecretReference } from './secret.ts'

const codeOf = (plugin: string): string => (plugin === '' ? configInvalid : 'PROXYM_PLUGIN_OPTIONS')

export function unknownKey(plugin: string, holder: ConfigPath, key: string, known: readonly string[]): PlacedProblem {
  const near = nearest(key, known)
  const within = formatPath(plugin === '' ? holder : [plugin, ...holder])
  const message = `unknown key \`${key}\`${within === '' ? '' : ` in \`${within}\``}`
  if (near !== undefined) return { code: codeOf(plugin), message, hint: `Did you mean \`${near}\`?` }
  if (known.length === 0) return { code: codeOf(plugin), message, hint: 'Remove it.' }
  const others = known.length === 1 ? `only ${nameList(known)} is known` : `known are ${nameList(known.slice(0, 20), 'and')}`
  return { code: codeOf(plugin), message, hint: `Remove it; ${others}.` }
}

export function missingValue(plugin: string, subject: string, requirement = ''): PlacedProblem {
  const kind = requirement.startsWith('must be ') ? ` (${requirement.slice('must be '.length)})` : ''
  return { code: codeOf(plugin), message: `\`${subject}\` is required${kind}`, hint: 'Set it.' }
}

/** `requirement` is the rest of the sentence, or `: ` and a sentence of its own; `got` is undefined when it shall not be shown. */
export function wrongValue(
  plugin: string,
  subject: string,
  requirement: string,
  got: string | undefined,
  hint = 'Correct it.',
): PlacedProblem {
  const name = subject === '' ? 'the configuration' : subject === plugin ? `options of \`${plugin}\`` : `\`${subject}\``
  const own = requirement.startsWith(':')
  const given = got === undefined || own || /\bgot\b/.test(requirement) ? '' : `, got ${got}`
  return { code: codeOf(plugin), message: `${name}${own ? '' : ' '}${requirement}${given}`, hint }
}

/** Whatever the schema says, the value is not repeated. */
export function wrongSecret(plugin: string, subject: string, requirement: string | undefined, value: unknown): PlacedProblem {
  const said = requirement ?? "must be a string, { env: 'NAME' } or { file: '/path' }"
  const safe = typeof value === 'string' && value !== '' ? said.replaceAll(value, '***') : said
  return wrongValue(plugin, subject, safe, undefined, 'Correct it; the value is not shown, because it is a secret.')
}

export function takesNoOptions(plugin: string): PlacedProblem {
  return { code: 'PROXYM_PLUGIN_OPTIONS', message: `\`${plugin}\` takes no options`, hint: 'Remove them.' }
}

export function secretMissing(plugin: string, option: ConfigPath, reference: SecretReference, cause: unknown): PlacedProblem {
  const subject = formatPath(plugin === '' ? option : [plugin, ...option])
  const [source, hint] =
    'env' in reference
      ? [`the variable \`${reference.env}\`, which is not set`, `Set ${reference.env} for the process that runs proxym.`]
      : [
          `the file \`${reference.file}\`, which ${cause === undefined ? 'is empty' : `cannot be read (${codeOfError(cause)})`}`,
          'Write the secret into it, readable by the user that runs proxym.',
        ]
  return { code: 'PROXYM_SECRET_MISSING', message: `\`${subject}\` comes from ${source}`, hint }
}

const codeOfError = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : messageOf(error)

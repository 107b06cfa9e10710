import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ConfigPath, valueAt, withValueAt } from '../config-path.ts'
import { secretMissing } from './errors.ts'
import type { OptionProblem } from './option-problems.ts'
import { isSecretReference, type SecretReference } from './secret.ts'
import { secretPaths } from './secret-paths.ts'

/** Where references are looked up. */
export interface SecretStore {
  /** The text of a variable, undefined when it is not set. */
  readonly read: (variable: string) => string | undefined
  /** Relative file names start here. */
  readonly configDir: string
}

/** Options in which every secret is a string, and those strings. */
export interface ResolvedSecrets {
  readonly options: unknown
  readonly values: readonly string[]
  readonly problems: readonly OptionProblem[]
}

/** Replace `{ env }` and `{ file }` at the options that are secrets, and nowhere else. What cannot be found stays out of the options. */
export async function resolveSecrets(
  name: string,
  patterns: readonly string[],
  options: unknown,
  store: SecretStore,
): Promise<ResolvedSecrets> {
  let resolved = options
  const values: string[] = []
  const problems: OptionProblem[] = []
  for (const option of secretPaths(patterns, options)) {
    const written = valueAt(options, option)
    if (typeof written === 'string') values.push(written)
    if (!isSecretReference(written)) continue
    const value = await lookUp(written, store)
    if (typeof value === 'string') {
      values.push(value)
      resolved = withValueAt(resolved, option, value)
    } else {
      problems.push({ ...secretMissing(name, option, written, value.cause), option })
      // Any text will do: the mistake is known, and must not be followed by one about the kind of the value.
      resolved = withValueAt(resolved, option, unknownSecret)
    }
  }
  return { options: resolved, values, problems }
}

const unknownSecret = 'proxym:unknown-secret'

/** Whether a problem is only about the text that stands for a secret that was not found. */
export function isAboutUnknownSecret(option: ConfigPath | undefined, options: unknown): boolean {
  return option !== undefined && valueAt(options, option) === unknownSecret
}

async function lookUp(reference: SecretReference, store: SecretStore): Promise<string | { readonly cause?: unknown }> {
  if ('env' in reference) return store.read(reference.env) ?? {}
  try {
    return (await readFile(resolve(store.configDir, reference.file), 'utf8')).replace(/\r?\n$/, '') || {}
  } catch (cause) {
    return { cause }
  }
}

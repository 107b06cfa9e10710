import { type ConfigPath, isRecord } from './config-path.ts'
import { type CoreOptions, coreSchema } from './core-schema.ts'
import type { ConfigSource } from './file/config-source.ts'
import type { Findings } from './findings.ts'
import { type OptionProblem, optionProblems } from './options/option-problems.ts'
import { isAboutUnknownSecret, resolveSecrets, type SecretStore } from './options/resolve-secrets.ts'

const owner = { name: '', options: coreSchema, secrets: ['httpToken'] }

/** Check the keys of a file. Wrong values are reported and left out, so that everything else is still looked at. */
export async function readCoreOptions(
  source: ConfigSource,
  store: SecretStore,
  overridden: readonly string[],
  findings: Findings,
): Promise<CoreOptions> {
  // What a variable overrides needs no secret from elsewhere.
  const written = isRecord(source.value) ? without(source.value, overridden) : source.value
  const { options, values, problems } = await resolveSecrets('', owner.secrets, written, store)
  for (const value of values) findings.secrets.add(value)
  const result = coreSchema.safeParse(options)
  const mistakes: OptionProblem[] = [...problems]
  if (!result.success) {
    mistakes.push(
      ...optionProblems(owner, result.error.issues, options).filter(({ option }) => !isAboutUnknownSecret(option, options)),
    )
  }
  for (const mistake of mistakes) findings.problems.push(placeOption(mistake, [], source.place))
  return result.success ? result.data : rightValues(options)
}

/** Turn the path of an option into a place in the file. */
export function placeOption(mistake: OptionProblem, base: ConfigPath, place: ConfigSource['place']): OptionProblem {
  const { option = [], spot, missing, ...problem } = mistake
  return { ...problem, ...place([...base, ...option], spot) }
}

function rightValues(options: unknown): CoreOptions {
  if (!isRecord(options)) return {}
  const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean; data?: unknown } }>> = coreSchema.shape
  const entries = Object.entries(options).map(([key, value]) => {
    const result = Object.hasOwn(shape, key) ? shape[key]?.safeParse(value) : undefined
    return [key, result?.success === true ? result.data : undefined] as const
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function without(options: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key)))
}

import { parsePath, valueAt, withValueAt } from '../config-path.ts'
import type { EnvBinding } from '../env-binding.ts'
import type { Findings } from '../findings.ts'
import { isSecretPath } from '../options/secret-paths.ts'
import { parseEnvValue } from './env-value.ts'
import type { Environment } from './environment.ts'
import { envInvalid, oldName } from './errors.ts'
import { prefixesOf } from './known-variables.ts'

/** What a plugin says about its variables. */
export interface VariableOwner {
  readonly name: string
  /** What the prefix is made of: the bare word, else the plugin's name. */
  readonly word: string
  readonly env?: Readonly<Record<string, EnvBinding>> | undefined
  readonly secrets?: readonly string[] | undefined
}

/** Options after the variables, and which variable set which option. */
export interface AppliedVariables {
  readonly options: unknown
  /** Option path as written in the binding → variable. */
  readonly setBy: ReadonlyMap<string, string>
}

/** Lay the variables of a plugin over its options. */
export function applyVariables(
  owner: VariableOwner,
  options: unknown,
  environment: Environment,
  findings: Findings,
): AppliedVariables {
  let applied = options
  const setBy = new Map<string, string>()
  const [first = '', ...others] = prefixesOf(owner.word)
  for (const [suffix, binding] of Object.entries(owner.env ?? {})) {
    const wanted = `PROXYM_${first}_${suffix}`
    const names = [wanted, ...others.map(prefix => `PROXYM_${prefix}_${suffix}`)].filter(
      name => environment.read(name) !== undefined,
    )
    for (const name of names) if (name !== wanted) findings.warnings.push(oldName(name, wanted))
    const [variable] = names
    if (variable === undefined) continue
    const path = parsePath(binding.option)
    const text = environment.read(variable) ?? ''
    const value = parseEnvValue(binding.kind, text)
    const secret = isSecretPath(owner.secrets ?? [], path)
    if (secret) findings.secrets.add(text)
    if (value === undefined) {
      findings.problems.push(envInvalid(variable, requirements[binding.kind], secret ? undefined : text))
    }
    const verb = valueAt(options, path) === undefined ? 'sets' : 'overrides'
    findings.overrides.push(`${variable} ${verb} ${owner.name}.${binding.option}`)
    // What the variable should have set stays out, and the mistake is not reported a second time as a missing option.
    applied = withValueAt(applied, path, value)
    setBy.set(binding.option, variable)
  }
  return { options: applied, setBy }
}

const requirements: Readonly<Record<EnvBinding['kind'], string>> = {
  text: 'must be text',
  list: 'must be a list with commas',
  number: 'must be a number',
  boolean: 'must be true or false (1, t, yes, on, …)',
}

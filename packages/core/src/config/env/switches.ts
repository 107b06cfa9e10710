import type { Findings } from '../findings.ts'
import { parseBoolean } from './env-value.ts'
import type { Environment } from './environment.ts'
import { envInvalid, oldName } from './errors.ts'
import { enabledVariable, officialPlugins, oldApiPrefix, wordOf } from './known-variables.ts'

/** What `PROXYM_<PREFIX>_ENABLED` says about one plugin. */
export interface Switch {
  readonly variable: string
  readonly enabled: boolean
}

/** All such variables by bare word, in the order in which they add plugins: the official ones first, the others by name. */
export function readSwitches(environment: Environment, findings: Findings): ReadonlyMap<string, Switch> {
  const found = new Map<string, Switch>()
  for (const variable of environment.names) {
    const prefix = /^PROXYM_(.+)_ENABLED$/.exec(variable)?.[1]
    if (prefix === undefined || variable.startsWith(oldApiPrefix)) continue
    const word = wordOf(prefix)
    const wanted = enabledVariable(word)
    if (variable !== wanted) findings.warnings.push(oldName(variable, wanted))
    const text = environment.read(variable) ?? ''
    const enabled = parseBoolean(text)
    if (enabled === undefined) findings.problems.push(envInvalid(variable, 'must be true or false (1, t, yes, on, …)', text))
    else if (variable === wanted || !found.has(word)) found.set(word, { variable, enabled })
  }
  const rank = (word: string): number => {
    const index = officialPlugins.findIndex(plugin => plugin.word === word)
    return index < 0 ? officialPlugins.length : index
  }
  return new Map([...found].sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1)))
}

import type { Findings } from '../findings.ts'
import type { Environment } from './environment.ts'
import { envApiGone, envMadeAlready, envNotEnabled, envUnknown } from './errors.ts'
import { coreVariables, enabledVariable, officialPlugins, oldApiPrefix, prefixesOf } from './known-variables.ts'
import type { Switch } from './switches.ts'

/** A plugin of the configuration, as far as its variables are concerned. */
export interface VariableTaker {
  readonly word: string
  /** Suffixes of its variables; `unknown` when it could not be loaded. */
  readonly variables: readonly string[] | 'none' | 'unknown'
  /** Where it is listed: not every reader of a text knows at once. */
  readonly where: () => string
}

/** Warn about every `PROXYM_*` variable that nobody read. */
export function warnOfUnused(
  environment: Environment,
  takers: readonly VariableTaker[],
  switches: ReadonlyMap<string, Switch>,
  findings: Findings,
): void {
  const namesOf = (word: string, suffixes: readonly string[]): string[] =>
    ['ENABLED', ...suffixes].map(suffix => `PROXYM_${prefixesOf(word)[0]}_${suffix}`)
  const listed = takers.flatMap(({ word, variables }) => namesOf(word, typeof variables === 'string' ? [] : variables))
  const official = officialPlugins.flatMap(({ word, variables }) => namesOf(word, variables))
  const known = [...new Set([...coreVariables, ...listed, ...official])]

  for (const variable of environment.unread()) {
    if (variable.startsWith(oldApiPrefix)) {
      findings.warnings.push(envApiGone(variable))
      continue
    }
    const owner = ownerOf(variable, [...takers.map(({ word }) => word), ...officialPlugins.map(({ word }) => word)])
    const taker = takers.find(({ word }) => word === owner?.word)
    if (taker?.variables === 'unknown') continue
    if (owner !== undefined && taker?.variables === 'none') {
      findings.warnings.push(envMadeAlready(variable, owner.word, taker.where()))
    } else if (owner !== undefined && taker === undefined) {
      // Who switches a plugin off may leave its variables as they are.
      if (switches.get(owner.word)?.enabled === false) continue
      const rightName = `PROXYM_${prefixesOf(owner.word)[0]}_${owner.suffix}`
      const renamed = rightName === variable ? undefined : rightName
      findings.warnings.push(envNotEnabled(variable, owner.word, enabledVariable(owner.word), renamed))
    } else findings.warnings.push(envUnknown(variable, known))
  }
}

// The longest prefix wins: PROXYM_MESOS_MASTER_DOMAIN is no variable of a plugin called mesos.
function ownerOf(variable: string, words: readonly string[]): { readonly word: string; readonly suffix: string } | undefined {
  return words
    .flatMap(word => prefixesOf(word).map(prefix => ({ word, start: `PROXYM_${prefix}_` })))
    .filter(({ start }) => variable.startsWith(start))
    .sort((one, other) => other.start.length - one.start.length)
    .map(({ word, start }) => ({ word, suffix: variable.slice(start.length) }))[0]
}

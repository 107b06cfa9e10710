import type { Plugin } from '../../plugin.ts'
import { messageOf, type Problem, problemsOf } from '../../problem.ts'
import { formatPath, isRecord, parsePath, valueAt } from '../config-path.ts'
import { placeOption } from '../core-options.ts'
import { type AppliedVariables, applyVariables } from '../env/apply-variables.ts'
import type { Environment } from '../env/environment.ts'
import { envMissing } from '../env/errors.ts'
import { prefixesOf } from '../env/known-variables.ts'
import type { Findings } from '../findings.ts'
import { wrongValue } from '../options/errors.ts'
import { show } from '../options/issue-text.ts'
import type { OptionProblem } from '../options/option-problems.ts'
import { isAboutUnknownSecret, resolveSecrets } from '../options/resolve-secrets.ts'
import type { Entry } from './entries.ts'
import { madeNoPlugin, makingFailed, nameUnfit, optionsNotTaken } from './errors.ts'
import type { PluginMaker } from './import-plugin.ts'
import { isPlugin } from './is-plugin.ts'

/** An entry whose module is loaded. */
export interface LoadedEntry {
  readonly entry: Entry
  readonly maker: PluginMaker
  /** How messages call it: its own name, else as it is written. */
  readonly name: string
  /** What the prefix of its variables is made of. */
  readonly word: string
}

/** What making a plugin needs from around it. */
export interface Making {
  readonly environment: Environment
  readonly configDir: string
  readonly findings: Findings
}

/** Call the factory with what the file, the variables and the secrets give. Mistakes are reported at their places. */
export async function makePlugin(loaded: LoadedEntry, takesVariables: boolean, making: Making): Promise<Plugin | undefined> {
  const { entry, maker, name, word } = loaded
  const { environment, configDir, findings } = making
  const { env, secrets = [] } = maker.definition ?? {}
  const report = (problem: Problem): void => {
    findings.problems.push({ ...entry.place(entry.usePath), ...problem })
  }
  if (entry.options !== undefined && !isRecord(entry.options)) {
    const wrong = wrongValue(name, name, 'must be an object', show(entry.options))
    findings.problems.push({ ...wrong, ...entry.place(entry.optionsPath) })
    return undefined
  }
  if (maker.plugin !== undefined) {
    if (entry.options !== undefined) report(optionsNotTaken(name))
    if (!isFitName(maker.plugin.name)) report(nameUnfit(nameOf(entry, name), maker.plugin.name))
    return maker.plugin
  }
  const applied: AppliedVariables = takesVariables
    ? applyVariables({ name, word, env, secrets }, entry.options ?? {}, environment, findings)
    : { options: entry.options ?? {}, setBy: new Map() }
  const resolved = await resolveSecrets(name, secrets, applied.options, { configDir, read: environment.read })
  for (const value of resolved.values) findings.secrets.add(value)
  for (const problem of resolved.problems) findings.problems.push(placed(problem, loaded, applied))
  try {
    const made = maker.make(maker.definition === undefined ? emptyAsUndefined(resolved.options, entry) : resolved.options)
    if (isPlugin(made)) {
      if (isFitName(made.name)) return made
      report(nameUnfit(nameOf(entry, name), made.name))
      return undefined
    }
    report(madeNoPlugin(name, made))
    // A rejection that nobody waits for would end the process.
    if (made instanceof Promise) made.catch(() => undefined)
  } catch (error) {
    const unexpected = makingFailed(name, messageOf(error), error)
    for (const problem of problemsOf(error, '')) {
      if (problem.code === '') report(unexpected)
      else if (!isAboutUnknownSecret((problem as OptionProblem).option, resolved.options)) {
        findings.problems.push(...placedOption(problem, loaded, applied))
      }
    }
  }
  return undefined
}

// Taps are `name/tap`, a second instance is `name#2`.
function isFitName(name: string): boolean {
  return /^[^\s/#]+$/.test(name)
}

// The name itself is what is wrong, so the message calls it as it is written.
function nameOf({ use }: Entry, name: string): string {
  return typeof use === 'string' ? use : name
}

// A plain factory or class may have a default for its argument.
function emptyAsUndefined(options: unknown, entry: Entry): unknown {
  return entry.options === undefined && isRecord(options) && Object.keys(options).length === 0 ? undefined : options
}

// Variables that are wrong themselves are reported already, and left their option empty.
function placedOption(problem: OptionProblem, loaded: LoadedEntry, applied: AppliedVariables): readonly Problem[] {
  const option = problem.option ?? (problem.where === undefined ? undefined : parsePath(problem.where))
  if (option === undefined) return [placed(problem, loaded, applied)]
  // It may as well be a URL or a file that the plugin looked at.
  if (problem.option === undefined && valueAt(applied.options, option) === undefined) return [problem]
  const alreadyReported = problem.missing === true && applied.setBy.has(formatPath(option))
  return alreadyReported ? [] : [placed({ ...problem, option }, loaded, applied)]
}

/** At the variable that set the option, else at its place in the file, else at the variable that could set it. */
function placed(problem: OptionProblem, { entry, maker, name, word }: LoadedEntry, applied: AppliedVariables): Problem {
  const option = formatPath(problem.option ?? [])
  const [, setter] =
    [...applied.setBy].find(([path]) => option === path || option.startsWith(`${path}[`) || option.startsWith(`${path}.`)) ?? []
  const { option: _, spot: __, missing, ...plain } = problem
  if (setter !== undefined) return { ...plain, where: setter }
  const binding = Object.entries(maker.definition?.env ?? {}).find(([, { option: path }]) => path === option)
  const variable = binding && `PROXYM_${prefixesOf(word)[0]}_${binding[0]}`
  if (missing === true && variable !== undefined) {
    if (entry.addedBy !== undefined) return envMissing(variable, name, entry.addedBy)
    return placeOption({ ...problem, hint: `Set it, or the variable \`${variable}\`.` }, entry.optionsPath, entry.place)
  }
  return placeOption(problem, entry.optionsPath, entry.place)
}

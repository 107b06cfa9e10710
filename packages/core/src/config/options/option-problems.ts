import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Problem } from '../../problem.ts'
import { type ConfigPath, formatPath, valueAt } from '../config-path.ts'
import type { Spot } from '../file/config-source.ts'
import { missingValue, unknownKey, wrongSecret, wrongValue } from './errors.ts'
import { fixOf } from './fix-text.ts'
import { flattenIssues, type Issue, pathOf } from './issue.ts'
import { requirementOf, show } from './issue-text.ts'
import { knownKeys } from './known-keys.ts'
import { isSecretPath } from './secret-paths.ts'

/** A mistake in options that knows which one; the configuration turns that into a place in the file. */
export interface OptionProblem extends Problem {
  readonly option?: ConfigPath
  readonly spot?: Spot
  /** Whether the option is required and was not given. */
  readonly missing?: boolean
}

/** Whose options they are: a plugin's, or those of proxym itself. */
export interface OptionsOwner {
  /** Empty for proxym itself. */
  readonly name: string
  readonly options?: StandardSchemaV1 | undefined
  readonly secrets?: readonly string[] | undefined
}

/** One problem per mistake that a schema found in options. Values of secrets are never shown. */
export function optionProblems(owner: OptionsOwner, issues: readonly Issue[], given: unknown): readonly OptionProblem[] {
  return flattenIssues(issues).map(issue => {
    const option = pathOf(issue)
    if (issue.code === 'unrecognized_keys') {
      const holder = option.slice(0, -1)
      const key = String(option.at(-1))
      return { ...unknownKey(owner.name, holder, key, knownKeys(owner.options, holder)), option, spot: 'key' }
    }
    const value = valueAt(given, option)
    // A schema may tell the next step in the same message: "must be x. Write y."
    const [requirement = `: ${issue.message}`, step] = sentences(requirementOf(withoutSubject(issue, option)))
    const subject = subjectOf(owner.name, option)
    if (value === undefined && option.length > 0 && issue.code?.startsWith('invalid_') === true) {
      return { ...missingValue(owner.name, subject, requirement), option, missing: true }
    }
    if (isSecretPath(owner.secrets ?? [], option)) {
      return { ...wrongSecret(owner.name, subject, issue.code === 'invalid_union' ? undefined : requirement, value), option }
    }
    const got = value === undefined ? undefined : show(value)
    return { ...wrongValue(owner.name, subject, requirement, got, step ?? fixOf(issue, value)), option }
  })
}

/** How messages call an option: `marathon.servers[0]`. */
function subjectOf(name: string, option: ConfigPath): string {
  return formatPath(name === '' ? option : [name, ...option])
}

// A schema may name the option itself: "`format` must be …".
function withoutSubject(issue: Issue, option: ConfigPath): Issue {
  const [start, subject] = /^`([^`]+)` /.exec(issue.message) ?? ['']
  const names = [formatPath(option), formatPath(option.slice(-1))]
  return subject !== undefined && names.includes(subject) ? { ...issue, message: issue.message.slice(start.length) } : issue
}

function sentences(requirement: string | undefined): readonly [requirement?: string, step?: string] {
  const match = requirement === undefined ? null : /^(.+?)\. ([A-Z].*)$/s.exec(requirement)
  return match === null ? (requirement === undefined ? [] : [requirement.replace(/\.$/, '')]) : [match[1] ?? '', match[2] ?? '']
}

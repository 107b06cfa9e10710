import type { ConfigPath } from '../config-path.ts'

/**
 * What any Standard Schema reports: a message and a path. zod adds what was expected, which makes better sentences than its
 * own messages; from other libraries these fields are absent.
 */
export interface Issue {
  readonly message: string
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
  readonly code?: string
  readonly expected?: string
  readonly keys?: readonly string[]
  readonly values?: readonly unknown[]
  readonly errors?: ReadonlyArray<readonly Issue[]>
  readonly origin?: string
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly inclusive?: boolean
  readonly divisor?: number | bigint
}

/** The issue's path as keys and indexes. */
export function pathOf(issue: Issue): ConfigPath {
  return (issue.path ?? []).map(part => {
    const key = typeof part === 'object' ? part.key : part
    return typeof key === 'number' ? key : String(key)
  })
}

/** Issues as they are useful to a person: of a union only the branch that was meant, of unknown keys one each. */
export function flattenIssues(issues: readonly Issue[], base: ConfigPath = []): readonly Issue[] {
  return issues.flatMap(issue => {
    const path = [...base, ...pathOf(issue)]
    if (issue.code === 'unrecognized_keys') {
      return (issue.keys ?? []).map(key => ({ ...issue, keys: [key], path: [...path, key] }))
    }
    const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors ?? []) : undefined
    return meant === undefined ? [{ ...issue, path }] : flattenIssues(meant, path)
  })
}

// A branch that fails only deeper inside has the right kind of value, so it is the one that was meant. With several of them
// the one with the fewest mistakes is.
function meantBranch(branches: ReadonlyArray<readonly Issue[]>): readonly Issue[] | undefined {
  const inside = branches.filter(branch => !branch.some(issue => isRoot(issue) && issue.code !== 'unrecognized_keys'))
  return inside.toSorted((one, other) => one.length - other.length)[0]
}

function isRoot(issue: Issue): boolean {
  return pathOf(issue).length === 0
}

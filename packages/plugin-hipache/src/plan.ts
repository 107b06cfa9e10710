/** What a key holds: the entries of a list, or something that is no list. A key that does not exist is not in the map. */
export type Held = readonly string[] | 'no list'

/** Which domains stand in the index of which owner. */
export interface Owned {
  readonly mine: ReadonlySet<string>
  readonly others: ReadonlyMap<string, ReadonlySet<string>>
}

/** One list and what it shall hold. */
export interface Write {
  readonly domain: string
  readonly entries: readonly string[]
}

/** What makes the lists those that are wanted. Everything is sorted by domain. */
export interface Plan {
  /** Domains to take into our index before anything is written. */
  readonly claims: readonly string[]
  readonly writes: readonly Write[]
  /** Lists to delete together with our claim. */
  readonly removals: readonly string[]
  /** Claims to give up; whatever the key holds stays. */
  readonly releases: readonly string[]
  /** Wanted, but in the index of another owner: left alone. */
  readonly conflicts: readonly { readonly domain: string; readonly owner: string }[]
  /** Wanted, but the key is no list: left alone. */
  readonly misfits: readonly string[]
}

/**
 * Decide what to do about the wanted lists and about those in our index. A list is ours to write when it is wanted and in no index but
 * ours, and ours to delete when it is in our index alone.
 */
export function plan(
  wanted: ReadonlyMap<string, readonly string[]>,
  current: ReadonlyMap<string, Held>,
  { mine, others }: Owned,
): Plan {
  const todo = {
    claims: [] as string[],
    writes: [] as Write[],
    removals: [] as string[],
    releases: [] as string[],
    conflicts: [] as { domain: string; owner: string }[],
    misfits: [] as string[],
  }
  const owners = [...others].sort(([one], [other]) => (one < other ? -1 : 1))
  for (const domain of [...new Set([...wanted.keys(), ...mine])].sort()) {
    const entries = wanted.get(domain)
    const held = current.get(domain)
    const owner = owners.find(([, domains]) => domains.has(domain))?.[0]
    const isMine = mine.has(domain)
    if (owner !== undefined) {
      if (entries !== undefined) todo.conflicts.push({ domain, owner })
      if (isMine) todo.releases.push(domain)
    } else if (entries === undefined) {
      if (held === undefined || held === 'no list') todo.releases.push(domain)
      else todo.removals.push(domain)
    } else if (held === 'no list') todo.misfits.push(domain)
    else {
      if (!isMine) todo.claims.push(domain)
      if (held === undefined || !sameEntries(held, entries)) todo.writes.push({ domain, entries })
    }
  }
  return todo
}

/** Whether two lists hold the same in the same order. */
export function sameEntries(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((entry, index) => entry === other[index]))
}

/** The variables that proxym was started with. Remembers which ones were of use. */
export interface Environment {
  /** The text of a variable; an empty one counts as not set, as compose files leave them. */
  read(name: string): string | undefined
  /** Names of variables that begin with `PROXYM_` and are set, sorted. */
  readonly names: readonly string[]
  /** Those of `names` that nobody read. */
  unread(): readonly string[]
}

/** A view of a plain record, such as `process.env`. */
export function createEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const text = (name: string): string | undefined => (Object.hasOwn(variables, name) && variables[name]) || undefined
  const names = Object.keys(variables)
    .filter(name => name.startsWith('PROXYM_') && text(name) !== undefined)
    .sort()
  const used = new Set<string>()
  return {
    read(name) {
      used.add(name)
      return text(name)
    },
    names,
    unread: () => names.filter(name => !used.has(name)),
  }
}

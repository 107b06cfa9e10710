const use = /\$\{[^}\s]*\}?|\$[A-Za-z_][A-Za-z0-9_]*|\benv\s*\([^)\s]*\)?/gi

/** The first place where HAProxy would read an environment variable: `${NAME}`, `$NAME`, `env(NAME)`. */
export function environmentUse(text: string): string | undefined {
  return environmentUses(text)[0]
}

/** Every place where HAProxy would read an environment variable, as written. */
export function environmentUses(text: string): readonly string[] {
  // Most texts have none: one quick look first.
  return text.includes('$') || /env/i.test(text) ? (text.match(use) ?? []) : []
}

/** A field breaks a rule: `domains[0]` "must be …, got …". */
export class RuleError extends Error {
  override readonly name = 'RuleError'

  constructor(path: string, rule: string) {
    super(path === '' ? rule : `\`${path}\` ${rule}`)
  }
}

/** A value as a message shows it: JSON, cut at 60 characters. */
export function shown(value: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    text = undefined
  }
  text ??= typeof value
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

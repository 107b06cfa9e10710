import { redactText } from './redact.ts'

const maxText = 16_384
// More than the longest credentials that are looked for, so that a cut never parts a password from the @ that gives it away.
const lookahead = 2048

/** A text as it may stand in a record: without credentials, cut where it is too long. */
export function plainText(text: string, limit = maxText): string {
  if (text.length <= limit) return redactText(text)
  const kept = redactText(text.slice(0, limit + lookahead)).slice(0, limit)
  return `${kept}… (${text.length - limit} more characters)`
}

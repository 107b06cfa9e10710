import { redactText } from './redact.ts'

const maxText = 16_384

/** A text as it may stand in a record: at most 16,384 characters, no credentials. */
export function plainText(text: string): string {
  const cut = text.length > maxText ? `${text.slice(0, maxText)}… (${text.length - maxText} more characters)` : text
  return redactText(cut)
}

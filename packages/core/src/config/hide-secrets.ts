import { inspect } from 'node:util'
import type { Excerpt, PlacedProblem } from './file/excerpt.ts'

// A shorter text is no secret, and would be found in every message.
const shortest = 4

/** A problem in which no secret appears, whoever wrote its message. */
export function hideSecrets(problem: PlacedProblem, secrets: ReadonlySet<string>): PlacedProblem {
  const hidden = [...secrets].filter(secret => secret.length >= shortest).flatMap(formsOf)
  hidden.sort((one, other) => other.length - one.length)
  if (hidden.length === 0) return problem
  const clean = (text: string): string => hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  // A stack, a cause or a field of an error may hold the secret too, so it goes as soon as it could.
  const { cause, source, ...texts } = problem
  const cleaned = Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, typeof value === 'string' ? clean(value) : value]),
  )
  const keepsCause = cause !== undefined && !mayHold(cause, hidden)
  return {
    ...(cleaned as unknown as PlacedProblem),
    ...(keepsCause ? { cause } : {}),
    ...(source === undefined ? {} : { source: cleanExcerpt(source, hidden) }),
  }
}

// As long as before, so that carets still point right.
function cleanExcerpt(source: Excerpt, hidden: readonly string[]): Excerpt {
  return { ...source, text: hidden.reduce((text, secret) => text.replaceAll(secret, '*'.repeat(secret.length)), source.text) }
}

function mayHold(cause: unknown, secrets: readonly string[]): boolean {
  const text = inspect(cause, { depth: 10, maxStringLength: null, maxArrayLength: null })
  return secrets.some(secret => text.includes(secret))
}

// As it is, and as it is printed in quotes.
function formsOf(secret: string): readonly string[] {
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), inspect(secret).slice(1, -1)])]
}

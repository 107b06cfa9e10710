import type { Excerpt, PlacedProblem } from './file/excerpt.ts'

// A shorter text is no secret, and would be found in every message.
const shortest = 4

/** A problem in which no secret appears, whoever wrote its message. */
export function hideSecrets(problem: PlacedProblem, secrets: ReadonlySet<string>): PlacedProblem {
  const hidden = [...secrets].filter(secret => secret.length >= shortest).sort((one, other) => other.length - one.length)
  if (hidden.length === 0) return problem
  const clean = (text: string): string => hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  // A stack, a cause or a field of an error may hold the secret too, so it goes as soon as it could.
  const { cause, source, ...texts } = problem
  const cleaned = Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, typeof value === 'string' ? clean(value) : value]),
  )
  const keepsCause = cause !== undefined && hidden.every(secret => !textOf(cause).includes(secret))
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

function textOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const { cause: deeper, ...fields } = cause as Error & Record<string, unknown>
  let own = ''
  try {
    own = JSON.stringify(fields) ?? ''
  } catch {
    own = Object.values(fields).join(' ')
  }
  return `${cause.message} ${cause.stack ?? ''} ${own} ${deeper === undefined ? '' : textOf(deeper)}`
}

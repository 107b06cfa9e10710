import { notADomain } from './errors.ts'
import { isHostName } from './label.ts'

/**
 * The filter `domain`: the text unchanged when it is a host name in lower case, at most with a leading `*.`.
 *
 * @throws RefusedValue
 */
export function domain(text: unknown): string {
  if (typeof text !== 'string' || text.length > 255) throw notADomain(text)
  const name = text.startsWith('*.') ? text.slice(2) : text
  if (!isHostName(name) || name !== name.toLowerCase()) throw notADomain(text)
  return text
}

import { ProxymError } from '@proxym/core'
import { carriageReturn } from './errors.ts'

/**
 * The rule for every output: no blank lines, one final newline; nothing at all stays nothing.
 *
 * @throws ProxymError for a carriage return, which proxies take for part of a word
 */
export function tidy(text: string): string {
  const at = text.indexOf('\r')
  if (at >= 0) throw new ProxymError(carriageReturn(text.slice(0, at).split('\n').length))
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

import { CarriageReturn } from './carriage-return.ts'

/**
 * The rule for every output: no blank lines, one final newline; nothing at all stays nothing.
 *
 * @throws CarriageReturn
 */
export function tidy(text: string): string {
  const at = text.indexOf('\r')
  if (at >= 0) throw new CarriageReturn(text.slice(0, at).split('\n').length)
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

import { notAPath } from './errors.ts'

/**
 * The filter `path`: the text unchanged when it is a path that means itself in every configuration language here: printable ASCII without
 * space, quotes, backslash, braces, `;`, `#` and `$`.
 *
 * @throws RefusedValue
 */
export function path(text: unknown): string {
  if (typeof text !== 'string' || text.length > 2000 || !/^\/[!%&(-:<-[\]-z|~]*$/.test(text)) throw notAPath(text)
  return text
}

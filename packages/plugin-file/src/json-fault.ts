/** The first thing in a text that is no JSON. */
export interface JsonFault {
  readonly offset: number
  readonly message: string
}

const space = /[ \t\n\r]*/y
// Written as text: a control character in a regular expression literal looks like a slip.
const quoted = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`
const text = new RegExp(quoted, 'y')
const atom = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])/y

/**
 * Find what is wrong in a text that `JSON.parse` refuses. The engine's own message has no position for half of the
 * mistakes, and none in the words of somebody who edits a file.
 */
export function findJsonFault(source: string): JsonFault {
  const open: string[] = []
  let at = 0
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(source)) return false
    at = pattern.lastIndex
    return true
  }
  // What may come next: a value, a key, the colon after a key, or what follows a value.
  let next: 'value' | 'key' | 'colon' | 'after' = 'value'
  let fresh = false // directly after `{` or `[`, where the closing bracket may follow
  for (;;) {
    skip(space)
    const char = source[at]
    const innermost = open.at(-1)
    if (char === undefined) return { offset: at, message: 'the file ends in the middle: it may be half-written' }
    if (char === '/' || char === '#') return { offset: at, message: 'JSON has no comments (YAML has)' }
    if (next === 'after' && innermost === undefined)
      return { offset: at, message: `nothing may follow the value, got ${show(source, at)}` }
    if (next === 'colon') {
      if (char !== ':') return { offset: at, message: `a colon must follow the key, got ${show(source, at)}` }
      at += 1
      next = 'value'
    } else if (innermost !== undefined && char === innermost && (next === 'after' || fresh)) {
      at += 1
      open.pop()
      next = 'after'
      fresh = false
    } else if (next === 'after') {
      if (char !== ',') return { offset: at, message: `a comma or \`${innermost}\` must follow, got ${show(source, at)}` }
      at += 1
      next = innermost === '}' ? 'key' : 'value'
    } else if (next === 'value' && (char === '{' || char === '[')) {
      at += 1
      open.push(char === '{' ? '}' : ']')
      next = char === '{' ? 'key' : 'value'
      fresh = true
    } else if (skip(text) || (next === 'value' && skip(atom))) {
      next = next === 'key' ? 'colon' : 'after'
      fresh = false
    } else {
      return { offset: at, message: explain(source, at, next) }
    }
  }
}

function explain(source: string, at: number, wanted: 'value' | 'key'): string {
  const char = source[at]
  if ((char === '}' || char === ']') && source.slice(0, at).trimEnd().endsWith(','))
    return `no comma is allowed before \`${char}\``
  if (char === "'") return 'JSON text stands in double quotes'
  if (char === '"') {
    return source.indexOf('"', at + 1) === -1
      ? 'the file ends in the middle of a text: it may be half-written'
      : 'this text has a line break, a control character or a wrong escape in it'
  }
  return `a ${wanted === 'key' ? 'key in double quotes' : 'value'} must stand here, got ${show(source, at)}`
}

const show = (source: string, at: number): string => `\`${String.fromCodePoint(source.codePointAt(at) ?? 0)}\``

/** A directive of nginx: `words ;`, or `words { block }`. */
export interface NginxDirective {
  readonly words: readonly string[]
  /** Counted from 1. */
  readonly line: number
  readonly block?: readonly NginxDirective[]
}

/** What was read, and the first thing that nginx could not read. */
export interface NginxText {
  readonly directives: readonly NginxDirective[]
  readonly flaw?: { readonly line: number; readonly what: 'quote' | 'unopened' | 'unclosed' | 'unfinished' | 'nameless' | 'long' }
}

/** What each flaw means. */
export const nginxFlaws: Readonly<Record<NonNullable<NginxText['flaw']>['what'], string>> = {
  quote: 'a quote is not closed, or stands where none may',
  unopened: '`}` closes a block that was not opened',
  unclosed: 'a block is not closed',
  unfinished: 'a directive does not end with `;`',
  nameless: '`;` or `{` without a directive',
  long: 'a word or a comment has 4096 bytes or more',
}

// The buffer of nginx's own reader, which a word or a comment must fit into.
const maxBytes = 4096

type Open = { readonly words: readonly string[]; readonly line: number; readonly block: NginxDirective[] }
type Flaw = NonNullable<NginxText['flaw']>['what']

/** Split a configuration of nginx into directives, as nginx reads it: quotes, escapes, comments, blocks. */
export function parseNginx(text: string): NginxText {
  const top: NginxDirective[] = []
  const open: Open[] = []
  const block = () => open.at(-1)?.block ?? top
  let words: string[] = []
  let line = 1
  let started = 1
  const flawed = (what: Flaw, at = line): NginxText => ({ directives: top, flaw: { line: at, what } })
  // One token at a time: blank, comment, mark, quoted word, bare word. In a bare word quotes and `}` are plain, and `${` opens no block.
  // Behind a quoted word stands a blank, a mark, or the bracket of a condition.
  const token =
    /[ \t\r\n]+|#[^\n]*|[;{}]|(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')(?=[ \t\r\n;{)]|$)|(?:\\.|\$\{|[^ \t\r\n;{}"'#\\])(?:\\.|\$\{|[^ \t\r\n;{\\])*/sy
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (match === null) return flawed('quote')
    const [found] = match
    if (found.length >= maxBytes / 4 && Buffer.byteLength(found) >= maxBytes && !/^[ \t\r\n]/.test(found)) return flawed('long')
    if (found === ';') {
      if (words.length === 0) return flawed('nameless')
      block().push({ words, line: started })
      words = []
    } else if (found === '{') {
      if (words.length === 0) return flawed('nameless')
      open.push({ words, line: started, block: [] })
      words = []
    } else if (found === '}') {
      const closed = open.pop()
      if (closed === undefined) return flawed('unopened')
      if (words.length > 0) return flawed('unfinished', started)
      block().push(closed)
    } else if (!/^[ \t\r\n#]/.test(found)) {
      if (words.length === 0) started = line
      words.push(unquoted(found))
    }
    line += found.split('\n').length - 1
  }
  if (words.length > 0) return flawed('unfinished', started)
  const unclosed = open.at(-1)
  return unclosed === undefined ? { directives: top } : flawed('unclosed', unclosed.line)
}

function unquoted(token: string): string {
  const quote = token.charAt(0)
  const inner = quote === '"' || quote === "'" ? token.slice(1, -1) : token
  return inner.replaceAll(/\\(["'\\])/g, '$1')
}

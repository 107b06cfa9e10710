/** One line as HAProxy splits it. `flaw` says why HAProxy would refuse it. */
export interface HaproxyWords {
  readonly words: readonly string[]
  /** As HAProxy counts them: a blank at the end begins another word. */
  readonly count: number
  readonly flaw?: 'quote' | 'backslash' | 'nul'
}

/** What each flaw means. */
export const haproxyFlaws: Readonly<Record<NonNullable<HaproxyWords['flaw']>, string>> = {
  quote: 'a quote is not closed',
  backslash: 'a backslash escapes nothing',
  nul: '`\\x00` ends a word for HAProxy, whatever follows',
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
const isSpace = (char: string) => char === ' ' || (char >= '\t' && char <= '\r')

/**
 * Split a line into words by HAProxy's rules: quotes of both kinds, backslash escapes (`\x70` too), `#` for the rest of the line.
 * Quotes and escapes may stand inside a word, so that `"pro"gram` is the word `program`.
 */
export function haproxyWords(line: string): HaproxyWords {
  // Most lines have nothing special, and a file may have a hundred thousand of them.
  if (!/["'\\#]/.test(line)) return counted(line.match(/[^ \t-\r]+/g) ?? [], isSpace(line.charAt(line.length - 1)))
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  let afterSpace = false
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    afterSpace = quote === '' && (isSpace(char) || (char === '#' && afterSpace))
    if (quote === '' && isSpace(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (quote === '' && char === '#') {
      break
    } else if (char === quote) {
      quote = ''
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char
      word ??= ''
    } else if (char === '\\' && quote !== "'") {
      const escaped = readEscape(line, at)
      if (escaped === undefined) return { ...counted(word === undefined ? words : [...words, word], false), flaw: 'backslash' }
      if (escaped.text === '\0') return { ...counted(words, false), flaw: 'nul' }
      word = (word ?? '') + escaped.text
      at += escaped.length - 1
    } else {
      word = (word ?? '') + char
    }
  }
  if (word !== undefined) words.push(word)
  return quote === '' ? counted(words, afterSpace) : { ...counted(words, false), flaw: 'quote' }
}

const counted = (words: readonly string[], afterSpace: boolean) => ({
  words,
  count: words.length + (afterSpace && words.length > 0 ? 1 : 0),
})

function readEscape(line: string, at: number): { readonly text: string; readonly length: number } | undefined {
  const next = line.charAt(at + 1)
  if (next === '') return undefined
  if (next === 'x') {
    const hex = /^[0-9a-f]{2}/i.exec(line.slice(at + 2, at + 4))
    return hex === null ? undefined : { text: String.fromCharCode(Number.parseInt(hex[0], 16)), length: 4 }
  }
  const known = escapes[next] ?? (/[ \\#"'$]/.test(next) ? next : undefined)
  // Anything else is no escape: the backslash stays, and what follows is read as ever. A tab ends the word.
  return known === undefined ? { text: '\\', length: 1 } : { text: known, length: 2 }
}

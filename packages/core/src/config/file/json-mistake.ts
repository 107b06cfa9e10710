// Written as text: a control character in a regular expression literal looks like a slip.
const punctuation = String.raw`([[\]{}:,])`
const quoted = String.raw`("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")`
const scalar = String.raw`(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])`

type Wanted = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma' | 'end'

const wantedText: Record<Wanted, string> = {
  value: 'a value',
  'first value': 'a value or `]`',
  key: 'a key in double quotes',
  'first key': 'a key in double quotes or `}`',
  colon: '`:`',
  comma: '`,`',
  end: 'the end of the file',
}

/** Where a text stops being JSON, and what should stand there. */
export interface JsonMistake {
  readonly offset: number
  readonly wanted: string
}

/**
 * The first place where a text is no JSON, or undefined when it is. `JSON.parse` does not always tell the place, and its
 * messages repeat the text, which may hold a secret.
 */
export function findJsonMistake(source: string): JsonMistake | undefined {
  const open: string[] = []
  const space = /[ \t\r\n]*/y
  const token = new RegExp(`${punctuation}|${quoted}|${scalar}`, 'y')
  let wanted: Wanted = 'value'
  let offset = 0
  for (;;) {
    space.lastIndex = offset
    offset += space.exec(source)?.[0].length ?? 0
    if (offset === source.length && wanted === 'end') return undefined
    token.lastIndex = offset
    const [text = '', mark, string] = token.exec(source) ?? []
    const next: Wanted | undefined =
      text === '' ? undefined : step(wanted, mark ?? (string === undefined ? 'scalar' : 'string'), open)
    if (next === undefined) return { offset, wanted: describe(wanted, open) }
    wanted = next
    offset += text.length
  }
}

function describe(wanted: Wanted, open: readonly string[]): string {
  return wanted === 'comma' ? `\`,\` or \`${open.at(-1) === '{' ? '}' : ']'}\`` : wantedText[wanted]
}

function step(wanted: Wanted, kind: string, open: string[]): Wanted | undefined {
  const settled = (): Wanted => (open.length === 0 ? 'end' : 'comma')
  if (wanted === 'key' || wanted === 'first key') {
    if (kind === 'string') return 'colon'
  } else if (wanted === 'colon') return kind === ':' ? 'value' : undefined
  else if (wanted === 'comma') {
    if (kind === ',') return open.at(-1) === '{' ? 'key' : 'value'
  } else if (wanted !== 'end') {
    if (kind === 'string' || kind === 'scalar') return settled()
    if (kind === '{' || kind === '[') {
      open.push(kind)
      return kind === '{' ? 'first key' : 'first value'
    }
  }
  const closes = wanted === 'comma' || wanted === 'first key' || wanted === 'first value'
  if (!closes || kind !== (open.at(-1) === '{' ? '}' : ']')) return undefined
  open.pop()
  return settled()
}

import { type HaproxyWords, haproxyWords } from './haproxy-words.ts'

/** One line that says something. */
export interface HaproxyLine extends HaproxyWords {
  /** Counted from 1. */
  readonly line: number
  /** The first word, or the second after `no` and `default`. */
  readonly keyword: string
}

/** A section with its lines. The first section of a file has the kind `''` when lines stand before any section. */
export interface HaproxySection {
  readonly kind: string
  /** Empty for `global` and other sections without a name. */
  readonly name: string
  readonly line: number
  /** The words of the line that begins it. */
  readonly head: readonly string[]
  readonly lines: readonly HaproxyLine[]
}

/** Every word that begins a section in HAProxy 2.4 to 3.x. */
export const sectionKeywords: ReadonlySet<string> = new Set([
  'global',
  'defaults',
  'frontend',
  'backend',
  'listen',
  'peers',
  'resolvers',
  'mailers',
  'userlist',
  'program',
  'http-errors',
  'ring',
  'cache',
  'log-forward',
  'log-profile',
  'fcgi-app',
  'crt-store',
  'acme',
  'traces',
  'haterm',
  'ssl-f-use',
  'healthcheck',
])

/** Split a HAProxy configuration into sections and words, as HAProxy reads it. Nothing is refused here. */
export function parseHaproxy(text: string): readonly HaproxySection[] {
  const sections: (HaproxySection & { readonly lines: HaproxyLine[] })[] = []
  text.split('\n').forEach((raw, index) => {
    const parsed = haproxyWords(raw)
    const [first, second] = parsed.words
    if (first === undefined) return
    const line = index + 1
    if (sectionKeywords.has(first)) {
      sections.push({ kind: first, name: second ?? '', line, head: parsed.words, lines: [] })
      return
    }
    if (sections.length === 0) sections.push({ kind: '', name: '', line, head: [], lines: [] })
    const keyword = (first === 'no' || first === 'default') && second !== undefined ? second : first
    sections.at(-1)?.lines.push({ ...parsed, line, keyword })
  })
  return sections
}

import { type HaproxySection, haproxyWords, parseHaproxy, sectionKeywords } from '../lint/index.ts'

/** A run of whole sections: the pieces from `from` on, up to `to`. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** The smallest run of whole sections around a piece. */
export function stretchAround(pieces: readonly string[], place: number): Stretch {
  let from = place
  while (from > 0 && !beginsSection(pieces[from] ?? '')) from--
  let to = place + 1
  while (to < pieces.length && !beginsSection(pieces[to] ?? '')) to++
  return { from, to }
}

/** The sections of such a run. */
export function sectionsIn(pieces: readonly string[], { from, to }: Stretch): readonly HaproxySection[] {
  return parseHaproxy(pieces.slice(from, to).join(''))
}

/** Every `defaults` section, by its place in the file. */
export function defaultsIn(pieces: readonly string[]): readonly HaproxySection[] {
  const seen = new Set<number>()
  return pieces.flatMap((piece, place) => {
    if (!piece.includes('defaults')) return []
    const stretch = stretchAround(pieces, place)
    if (seen.has(stretch.from)) return []
    seen.add(stretch.from)
    return sectionsIn(pieces, stretch).filter(({ kind }) => kind === 'defaults')
  })
}

/** The `defaults` sections that hold for a section, the most general first. Without `from` it is the last one that stands before it. */
export function inherited(section: Pick<HaproxySection, 'head'>, defaults: readonly HaproxySection[]): readonly HaproxySection[] {
  const at = section.head.indexOf('from')
  const name = at < 0 ? undefined : section.head[at + 1]
  const parent =
    name === undefined
      ? section.head[0] === 'defaults'
        ? undefined
        : defaults.at(-1)
      : defaults.find(other => other.name === name)
  return parent === undefined ? [] : [...inherited(parent, defaults.slice(0, defaults.indexOf(parent))), parent]
}

function beginsSection(piece: string): boolean {
  const [first = ''] = haproxyWords(piece.slice(0, piece.indexOf('\n') + 1 || undefined)).words
  return sectionKeywords.has(first)
}

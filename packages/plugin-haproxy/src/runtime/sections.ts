import { type HaproxySection, haproxyWords, parseHaproxy, sectionKeywords } from '../lint/index.ts'

/** A run of whole sections: the pieces from `from` on, up to `to`. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** The smallest run of whole sections around a piece. */
export function stretchAround(pieces: readonly string[], place: number): Stretch {
  let from = place
  while (from > 0 && !beginsSection(pieces[from])) from--
  let to = place + 1
  while (to < pieces.length && !beginsSection(pieces[to])) to++
  return { from, to }
}

/** The text of such a run. */
export function textIn(pieces: readonly string[], { from, to }: Stretch): string {
  return pieces.slice(from, to).join('')
}

/** A `defaults` section, and the piece with which its run begins. */
export interface DefaultsAt {
  readonly from: number
  readonly section: HaproxySection
}

/** Every `defaults` section, by its place in the file. */
export function defaultsIn(pieces: readonly string[]): readonly DefaultsAt[] {
  const seen = new Set<number>()
  return pieces.flatMap((piece, place) => {
    if (!piece.includes('defaults')) return []
    const stretch = stretchAround(pieces, place)
    if (seen.has(stretch.from)) return []
    seen.add(stretch.from)
    const sections = parseHaproxy(textIn(pieces, stretch)).filter(({ kind }) => kind === 'defaults')
    return sections.map(section => ({ from: stretch.from, section }))
  })
}

/**
 * The `defaults` sections that hold for a section, the most general first: the one that it names, else the last one.
 *
 * @param earlier those that stand before it
 */
export function inherited(section: Pick<HaproxySection, 'head'>, earlier: readonly HaproxySection[]): readonly HaproxySection[] {
  const at = section.head.indexOf('from')
  const named = at < 0 ? undefined : section.head[at + 1]
  if (named === undefined && section.head[0] === 'defaults') return []
  const parent = named === undefined ? earlier.at(-1) : earlier.findLast(({ name }) => name === named)
  return parent === undefined ? [] : [...inherited(parent, earlier.slice(0, earlier.indexOf(parent))), parent]
}

/** Whether a piece begins with the line that begins a section. */
export function beginsSection(piece: string | undefined): boolean {
  const [first = ''] = haproxyWords(piece?.slice(0, piece.indexOf('\n') + 1 || undefined) ?? '').words
  return sectionKeywords.has(first)
}

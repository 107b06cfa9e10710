import { between, sameEnds, withBetween } from './same-ends.ts'

/** What is known of pieces of text, by their content. */
export interface KnownPieces<T> {
  /** For pieces that the next text may have, as they come: what is found out about them now is known then. */
  ahead(): (pieces: readonly string[]) => void
  of(pieces: readonly string[]): readonly T[]
}

// So many are found out again sooner than it is looked up whether they stood elsewhere.
const few = 64

/**
 * Remembers what was found out about the pieces of the last text. Where a piece stands at its old place, which nearly all do, the look
 * is one comparison.
 */
export function createKnownPieces<T>(find: (piece: string) => T): KnownPieces<T> {
  let last: { readonly pieces: readonly string[]; readonly facts: readonly T[] } = { pieces: [], facts: [] }
  let early: ReadonlyMap<string, T> = new Map()

  const otherwise = (moved: number): ((piece: string) => T) => {
    const found = early
    const findNow = (piece: string) => found.get(piece) ?? find(piece)
    if (moved <= few) return findNow
    const elsewhere = new Map(last.pieces.map((piece, at) => [piece, last.facts[at] as T]))
    return piece => elsewhere.get(piece) ?? findNow(piece)
  }

  return {
    ahead() {
      const found = new Map<string, T>()
      early = found
      return pieces => {
        for (const piece of pieces) found.set(piece, find(piece))
      }
    },
    of(pieces) {
      const { pieces: before, facts: known } = last
      if (pieces === before) return known
      const ends = sameEnds(before, pieces)
      const [old, now] = [between(before, ends), between(pieces, ends)]
      const isMoved = (piece: string, at: number) => piece !== old[at]
      const findMoved = otherwise(now.filter(isMoved).length)
      const facts = withBetween(
        known,
        ends,
        now.map((piece, at) => (isMoved(piece, at) ? findMoved(piece) : (known[ends.first + at] as T))),
      )
      last = { pieces, facts }
      early = new Map()
      return facts
    },
  }
}

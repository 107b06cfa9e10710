/** What is known of pieces of text, by their content. */
export interface KnownPieces<T> {
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

  const otherwise = (moved: number): ((piece: string) => T) => {
    if (moved <= few) return find
    const elsewhere = new Map(last.pieces.map((piece, at) => [piece, last.facts[at] as T]))
    return piece => elsewhere.get(piece) ?? find(piece)
  }

  return {
    of(pieces) {
      const { pieces: before, facts: known } = last
      if (pieces === before) return known
      const moved: number[] = []
      const facts = pieces.map((piece, index) => {
        if (piece !== before[index]) moved.push(index)
        return known[index] as T
      })
      const findMoved = otherwise(moved.length)
      for (const index of moved) facts[index] = findMoved(pieces[index] as string)
      last = { pieces, facts }
      return facts
    },
  }
}

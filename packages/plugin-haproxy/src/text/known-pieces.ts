/** What is known of pieces of text, by their content. */
export interface KnownPieces<T> {
  of(pieces: readonly string[]): readonly T[]
}

/**
 * Remembers what was found out about the pieces of the last text. Where a piece stands at its old place, which nearly all do, the look
 * is one comparison.
 */
export function createKnownPieces<T>(find: (piece: string) => T): KnownPieces<T> {
  let last: { readonly pieces: readonly string[]; readonly facts: readonly T[] } = { pieces: [], facts: [] }
  return {
    of(pieces) {
      const before = last
      let elsewhere: ReadonlyMap<string, T> | undefined
      const facts = pieces.map((piece, index) => {
        if (piece === before.pieces[index]) return before.facts[index] as T
        elsewhere ??= new Map(before.pieces.map((known, at) => [known, before.facts[at] as T]))
        return elsewhere.get(piece) ?? find(piece)
      })
      last = { pieces, facts }
      return facts
    },
  }
}

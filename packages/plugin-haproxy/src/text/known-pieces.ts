/** What is known of pieces of text, by their content. */
export interface KnownPieces<T> {
  of(pieces: readonly string[]): readonly T[]
}

/** Remembers what was found out about the pieces of the last texts, a few of which may take turns. */
export function createKnownPieces<T>(find: (piece: string) => T, texts = 2): KnownPieces<T> {
  const generations: Map<string, T>[] = []
  return {
    of(pieces) {
      const now = new Map<string, T>()
      const facts = pieces.map(piece => {
        let known = now.get(piece)
        for (let age = 0; known === undefined && age < generations.length; age++) known = generations[age]?.get(piece)
        known ??= find(piece)
        now.set(piece, known)
        return known
      })
      generations.unshift(now)
      generations.length = Math.min(generations.length, texts)
      return facts
    },
  }
}

const few = 16

/**
 * What one list has and the other has not, by identity, each once. Nearly all items stand where they stood, so that only those that do
 * not are looked for.
 */
export function difference<T>(
  before: readonly T[],
  now: readonly T[],
): { readonly gone: readonly T[]; readonly fresh: readonly T[] } {
  const [old, young]: [T[], T[]] = [[], []]
  for (let place = 0; place < Math.max(before.length, now.length); place++) {
    if (place < before.length && place < now.length && before[place] === now[place]) continue
    if (place < before.length) old.push(before[place] as T)
    if (place < now.length) young.push(now[place] as T)
  }
  return { gone: without(old, now), fresh: without(young, before) }
}

function without<T>(items: readonly T[], others: readonly T[]): readonly T[] {
  // Looking through a list is quicker than making a set of it, for a few.
  const known = items.length <= few ? { has: (item: T) => others.includes(item) } : new Set(others)
  return [...new Set(items)].filter(item => !known.has(item))
}

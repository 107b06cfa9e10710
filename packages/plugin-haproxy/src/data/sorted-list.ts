/** A list in a total order that outlives its changes: taking one over costs a pass over the list, not a sort. */
export interface SortedList<T> {
  items(): readonly T[]
  update(removed: ReadonlySet<T>, added: readonly T[]): void
}

export function createSortedList<T>(compare: (a: T, b: T) => number): SortedList<T> {
  let items: readonly T[] = []
  return {
    items: () => items,
    update(removed, added) {
      if (removed.size > 0) items = items.filter(item => !removed.has(item))
      if (added.length > 0) items = merged(items, added.toSorted(compare), compare)
    },
  }
}

/** Both are sorted. Of two that are equal the one that was there comes first. */
function merged<T>(there: readonly T[], fresh: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const all: T[] = []
  let next = 0
  for (const item of fresh) {
    for (let other = there[next]; other !== undefined && compare(other, item) <= 0; other = there[next]) {
      all.push(other)
      next++
    }
    all.push(item)
  }
  for (; next < there.length; next++) all.push(there[next] as T)
  return all
}

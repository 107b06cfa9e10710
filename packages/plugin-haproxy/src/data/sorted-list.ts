/** A list in a total order that outlives its changes: a few cost a copy of the list, many a pass over it, and neither a sort. */
export interface SortedList<T> {
  items(): readonly T[]
  update(removed: ReadonlySet<T>, added: readonly T[]): void
}

// So many are found by halving sooner than by comparing all.
const few = 16

export function createSortedList<T>(compare: (a: T, b: T) => number): SortedList<T> {
  let items: readonly T[] = []
  return {
    items: () => items,
    update(removed, added) {
      if (removed.size + added.length === 0) return
      if (removed.size + added.length <= few) items = exchanged(items, removed, added, compare)
      else {
        const left = removed.size > 0 ? items.filter(item => !removed.has(item)) : items
        items = merged(left, added.toSorted(compare), compare)
      }
    },
  }
}

/** Take out and put in one by one. Of two that are equal the one that was there comes first. */
function exchanged<T>(there: readonly T[], removed: Iterable<T>, added: readonly T[], compare: (a: T, b: T) => number) {
  const all = [...there]
  for (const item of removed) {
    const at = all.indexOf(
      item,
      firstPlace(all, other => compare(other, item) >= 0),
    )
    if (at >= 0) all.splice(at, 1)
  }
  for (const item of added)
    all.splice(
      firstPlace(all, other => compare(other, item) > 0),
      0,
      item,
    )
  return all
}

/** The first place from which on `isThere` holds. */
function firstPlace<T>(sorted: readonly T[], isThere: (item: T) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isThere(sorted[middle] as T)) high = middle
    else low = middle + 1
  }
  return low
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

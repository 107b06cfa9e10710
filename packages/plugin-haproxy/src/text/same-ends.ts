/** How many items two lists have in common at their beginning and, of the others, at their end. */
export interface SameEnds {
  readonly first: number
  readonly last: number
}

/** Lists that follow each other differ in a few places, mostly in one: what is between the ends is all that can have changed. */
export function sameEnds<T>(a: readonly T[], b: readonly T[]): SameEnds {
  const shorter = Math.min(a.length, b.length)
  let first = 0
  while (first < shorter && a[first] === b[first]) first++
  let last = 0
  while (last < shorter - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last++
  return { first, last }
}

/** What is between the ends of a list. */
export function between<T>(list: readonly T[], { first, last }: SameEnds): readonly T[] {
  return list.slice(first, list.length - last)
}

// What one call takes as arguments without harm.
const few = 1000

/** A list with something else between its ends. */
export function withBetween<T>(list: readonly T[], { first, last }: SameEnds, middle: readonly T[]): readonly T[] {
  // One copy; a long list is more than the room for what is short-lived likes to take.
  if (middle.length <= few) return list.toSpliced(first, list.length - first - last, ...middle)
  return list.slice(0, first).concat(middle, list.slice(list.length - last))
}

/** The same for numbers. */
export function withNumbersBetween(
  list: Int32Array,
  { first, last }: SameEnds,
  middle: ArrayLike<number>,
): Int32Array<ArrayBuffer> {
  const all = new Int32Array(first + middle.length + last)
  all.set(list.subarray(0, first))
  all.set(middle, first)
  all.set(list.subarray(list.length - last), first + middle.length)
  return all
}

import { between, type SameEnds, sameEnds, withBetween, withNumbersBetween } from '../text/same-ends.ts'

/** Items with the numbers by which they are spoken of. */
export type Numbered<T> = readonly (readonly [number: number, item: T])[]

/** What makes a list on the other side of a thread the list of now: items are numbered by whoever sends them, and cross once. */
export interface ListDelta<T> {
  readonly put: Numbered<T>
  /** Numbers that will not be spoken of again. */
  readonly drop: readonly number[]
  /** How many items stand at the beginning and at the end as they stood in the list before. */
  readonly ends: SameEnds
  /** The numbers of the items between, in their order. */
  readonly order: Int32Array
}

/** Tells another thread about lists that follow each other. */
export interface ListSender<T> {
  tell(items: readonly T[]): ListDelta<T>
  /** Items of the next list, before it is there: those that the other side has not got yet. */
  ahead(items: readonly T[]): Numbered<T>
  /** The next list does not come: numbers of what was told ahead of it. */
  retract(): readonly number[]
}

/** Items are told apart by identity; texts by what they say. */
export function createListSender<T>(): ListSender<T> {
  const numbers = new Map<T, number>()
  let last: readonly T[] = []
  let lastOrder = new Int32Array()
  let next = 1
  let early: [number, T][] = []

  const numberOf = (item: T, put: [number, T][]): number => {
    const known = numbers.get(item)
    if (known !== undefined) return known
    const number = next++
    numbers.set(item, number)
    put.push([number, item])
    return number
  }

  const dropEarly = (isWanted: (number: number) => boolean): readonly number[] => {
    const unwanted = early.filter(([number]) => !isWanted(number))
    early = []
    for (const [, item] of unwanted) numbers.delete(item)
    return unwanted.map(([number]) => number)
  }

  const tell = (items: readonly T[]): ListDelta<T> => {
    const put: [number, T][] = []
    const ends = sameEnds(last, items)
    const { first } = ends
    // Most of them stand where they stood even there.
    const order = Int32Array.from(between(items, ends), (item, at) =>
      item === last[first + at] ? (lastOrder[first + at] as number) : numberOf(item, put),
    )
    const gone = between(last, ends)
    lastOrder = withNumbersBetween(lastOrder, ends, order)
    const drop = forget(numbers, gone, lastOrder)
    last = items
    if (early.length === 0) return { put, drop, ends, order }
    const present = new Set(lastOrder)
    return { put, drop: [...drop, ...dropEarly(number => present.has(number))], ends, order }
  }

  return {
    tell,
    ahead(items) {
      const put: [number, T][] = []
      for (const item of items) numberOf(item, put)
      early.push(...put)
      return put
    },
    retract: () => dropEarly(() => false),
  }
}

const few = 16

/** Forget what was there and is not any more. */
function forget<T>(numbers: Map<T, number>, left: readonly T[], order: Int32Array): readonly number[] {
  // Looking through the list is quicker than making a set of it, for a few; and numbers are found sooner than texts.
  const present = left.length <= few ? { has: (number: number) => order.includes(number) } : new Set(order)
  return [...new Set(left)].flatMap(item => {
    const number = numbers.get(item)
    if (number === undefined || present.has(number)) return []
    numbers.delete(item)
    return [number]
  })
}

/** The other side. */
export interface ListReceiver<T> {
  /** The list of now. An item that was there before is the same one again. */
  hear(delta: ListDelta<T>): readonly T[]
  take(put: Numbered<T>): void
  drop(numbers: readonly number[]): void
}

export function createListReceiver<T>(): ListReceiver<T> {
  const known = new Map<number, T>()
  let list: readonly T[] = []
  const take = (put: Numbered<T>) => {
    for (const [number, item] of put) known.set(number, item)
  }
  const drop = (numbers: readonly number[]) => {
    for (const number of numbers) known.delete(number)
  }
  return {
    take,
    drop,
    hear(delta) {
      take(delta.put)
      list = withBetween(
        list,
        delta.ends,
        Array.from(delta.order, number => known.get(number) as T),
      )
      drop(delta.drop)
      return list
    },
  }
}

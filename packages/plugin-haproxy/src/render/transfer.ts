/** Items with the numbers by which they are spoken of. */
export type Numbered<T> = readonly (readonly [number: number, item: T])[]

/** What makes a list on the other side of a thread the list of now: items are numbered by whoever sends them, and cross once. */
export interface ListDelta<T> {
  readonly put: Numbered<T>
  /** Numbers that will not be spoken of again. */
  readonly drop: readonly number[]
  /** The numbers of all items, in their order. */
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
    const order = new Int32Array(items.length)
    let isSame = items.length === last.length
    for (let index = 0; index < items.length; index++) {
      const item = items[index] as T
      // Nearly all stand where they stood.
      if (item === last[index]) {
        order[index] = lastOrder[index] as number
        continue
      }
      isSame = false
      order[index] = numberOf(item, put)
    }
    const drop = isSame ? [] : forget(numbers, items, last, order)
    last = items
    lastOrder = order
    if (early.length === 0) return { put, drop, order }
    const present = new Set(order)
    return { put, drop: [...drop, ...dropEarly(number => present.has(number))], order }
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
function forget<T>(numbers: Map<T, number>, items: readonly T[], last: readonly T[], order: Int32Array): readonly number[] {
  const gone = last.filter((item, index) => item !== items[index])
  if (gone.length === 0) return []
  // Looking through the list is quicker than making a set of it, for a few; and numbers are found sooner than texts.
  const present = gone.length <= few ? { has: (number: number) => order.includes(number) } : new Set(order)
  return [...new Set(gone)].flatMap(item => {
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
      const items: T[] = []
      for (const number of delta.order) items.push(known.get(number) as T)
      drop(delta.drop)
      return items
    },
  }
}

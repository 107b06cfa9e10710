/** What makes a list on the other side of a thread the list of now: items are numbered by whoever sends them, and cross once. */
export interface ListDelta<T> {
  readonly put: readonly (readonly [number: number, item: T])[]
  /** The numbers of all items, in their order. */
  readonly order: Int32Array
}

/** Tells another thread about lists that follow each other. Items are told apart by identity; texts by what they say. */
export function createListSender<T>(): (items: readonly T[]) => ListDelta<T> {
  let sent = new Map<T, number>()
  let next = 1
  return items => {
    const now = new Map<T, number>()
    const put: [number, T][] = []
    const order = Int32Array.from(items, item => {
      let number = now.get(item) ?? sent.get(item)
      if (number === undefined) {
        number = next++
        put.push([number, item])
      }
      now.set(item, number)
      return number
    })
    sent = now
    return { put, order }
  }
}

/** The other side. An item that was there before is the same one again. */
export function createListReceiver<T>(): (delta: ListDelta<T>) => readonly T[] {
  let known = new Map<number, T>()
  return ({ put, order }) => {
    for (const [number, item] of put) known.set(number, item)
    const now = new Map<number, T>()
    const items: T[] = []
    for (const number of order) {
      const item = known.get(number) as T
      now.set(number, item)
      items.push(item)
    }
    known = now
    return items
  }
}

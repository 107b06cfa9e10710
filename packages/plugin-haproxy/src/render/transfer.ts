/** What makes a list on the other side of a thread the list of now: items are numbered by whoever sends them, and cross once. */
export interface ListDelta<T> {
  readonly put: readonly (readonly [number: number, item: T])[]
  /** Numbers that will not be spoken of again. */
  readonly drop: readonly number[]
  /** The numbers of all items, in their order. */
  readonly order: Int32Array
}

/** Tells another thread about lists that follow each other. Items are told apart by identity; texts by what they say. */
export function createListSender<T>(): (items: readonly T[]) => ListDelta<T> {
  const numbers = new Map<T, number>()
  let last: readonly T[] = []
  let lastOrder = new Int32Array()
  let next = 1
  return items => {
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
      let number = numbers.get(item)
      if (number === undefined) {
        number = next++
        numbers.set(item, number)
        put.push([number, item])
      }
      order[index] = number
    }
    const drop = isSame ? [] : forget(numbers, items, last, order)
    last = items
    lastOrder = order
    return { put, drop, order }
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

/** The other side. An item that was there before is the same one again. */
export function createListReceiver<T>(): (delta: ListDelta<T>) => readonly T[] {
  const known = new Map<number, T>()
  return ({ put, drop, order }) => {
    for (const [number, item] of put) known.set(number, item)
    const items: T[] = []
    for (const number of order) items.push(known.get(number) as T)
    for (const number of drop) known.delete(number)
    return items
  }
}

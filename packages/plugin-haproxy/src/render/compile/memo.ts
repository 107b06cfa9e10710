import { Drop } from 'liquidjs'
import { assignVariable, type Run, readVariable, type Step, setRegister } from './run.ts'
import type { Piece } from './sink.ts'
import { createTrace, type Named, type Trace } from './trace.ts'

/** What the text for an item depends on besides the item. The same object for all items of which the same is true. */
interface Surroundings {
  readonly reads: readonly Named[]
  /** The last time that all that is read was found to be as it was, and nothing of it written in between. */
  holdsAt: number
}

/** What the body of a loop wrote for an item. */
interface Entry {
  readonly piece: Piece
  readonly surroundings: Surroundings
  readonly writes: readonly Named[]
  readonly registers: readonly Named[]
}

/** The body of a loop. */
export interface Memo {
  /** Run it for an item, or write again what it wrote for the same item. */
  run(run: Run, item: unknown, index: number): void
  /**
   * Write again what it wrote for items from `index` on, as far as they stand where they stood and all is as it was. Gives the index of
   * the first one for which that is not so.
   */
  skip(run: Run, items: readonly unknown[], index: number): number
}

// A body that reads its position, say, never comes to an entry: no use in trying for ever.
const mostTainted = 20
// Nearly all items have the same surroundings, or one of a few.
const mostSurroundings = 8

/**
 * Keep what the body of a loop writes for its items. An item that is the same object has the same contents. Only outermost bodies are
 * kept: they hold the text of the inner ones.
 */
export function createMemo(body: Step): Memo {
  const entries = new WeakMap<object, Entry>()
  const places = createPlaces()
  /** Of variables that some item writes, and of registers. */
  const names = new Set<string>()
  let lately: readonly Surroundings[] = []
  let turn = 0
  let tainted = 0

  const isOff = (run: Run): boolean => run.trace !== undefined || run.isForloopLoose || tainted > mostTainted

  const find = (item: object, index: number): Entry | undefined =>
    places.items[index] === item ? places.entries[index] : entries.get(item)

  const record = (run: Run, item: object, index: number): void => {
    const { out } = run
    const trace = createTrace(run.scopes.length - 1)
    const part = out.part()
    run.trace = trace
    run.out = part
    try {
      body(run)
    } finally {
      run.trace = undefined
      run.out = out
    }
    // A new item, but the same text: whoever puts texts together need not look at it again.
    const before = places.pieces[index]
    const piece = before?.text === part.written ? before : { text: part.written }
    if (trace.isTainted || collects(trace)) tainted++
    else keep(item, index, piece, trace)
    if (piece === before) out.piece(piece)
    else out.fresh(piece)
  }

  const keep = (item: object, index: number, piece: Piece, { reads, writes, registers }: Trace): void => {
    for (const name of namesOf({ writes, registers })) names.add(name)
    const entry = { piece, surroundings: surroundingsOf(reads), writes, registers }
    entries.set(item, entry)
    places.put(index, item, entry)
  }

  const surroundingsOf = (reads: readonly Named[]): Surroundings => {
    const known = lately.find(each => isSameList(each.reads, reads))
    if (known !== undefined) return known
    const made = { reads, holdsAt: 0 }
    lately = [made, ...lately.slice(0, mostSurroundings - 1)]
    return made
  }

  const holds = (run: Run, { reads }: Surroundings): boolean =>
    reads.every(([name, value]) => isSame(value, readVariable(run, name)))

  /** Whether it holds from here on, whatever other items write. */
  const holdsOn = (run: Run, surroundings: Surroundings): boolean => {
    if (surroundings.holdsAt === turn) return true
    if (surroundings.reads.some(([name]) => names.has(name)) || !holds(run, surroundings)) return false
    surroundings.holdsAt = turn
    return true
  }

  const leave = (run: Run, { writes, registers }: Entry): void => {
    for (const [name, value] of writes) assignVariable(run, name, value)
    for (const [key, value] of registers) setRegister(run, key, value)
  }

  /** As if the items had been written one after the other: of each variable the last value counts. */
  const leaveLast = (run: Run, from: number, to: number): void => {
    const left = new Set<string>()
    for (let index = to - 1; index >= from && left.size < names.size; index--) {
      const entry = places.entries[index] ?? nothing
      for (const [name, value] of entry.writes) if (!left.has(name)) assignVariable(run, name, value)
      for (const [key, value] of entry.registers) if (!left.has(registerName(key))) setRegister(run, key, value)
      for (const name of namesOf(entry)) left.add(name)
    }
  }

  return {
    run(run, item, index) {
      if (isOff(run) || !isKeepable(item)) return body(run)
      const entry = find(item, index)
      if (entry === undefined || !holds(run, entry.surroundings)) return record(run, item, index)
      if (places.items[index] !== item) places.put(index, item, entry)
      leave(run, entry)
      run.out.piece(entry.piece)
    },
    skip(run, items, index) {
      if (isOff(run)) return index
      turn++
      let to = index
      let surroundings: Surroundings | undefined
      for (; to < items.length && places.items[to] === items[to]; to++) {
        const own = places.surroundings[to]
        if (own === undefined || (own !== surroundings && !holdsOn(run, own))) break
        surroundings = own
      }
      if (to === index) return index
      run.out.pieces(places.pieces.slice(index, to))
      leaveLast(run, index, to)
      return to
    },
  }
}

/** What stood where. Nearly all items stand where they stood: to know that, and to write them again, takes no look at any of them. */
function createPlaces() {
  const [items, entries, pieces, surroundings]: [object[], Entry[], Piece[], Surroundings[]] = [[], [], [], []]
  return {
    items: items as readonly object[],
    entries: entries as readonly Entry[],
    pieces: pieces as readonly Piece[],
    surroundings: surroundings as readonly Surroundings[],
    put(index: number, item: object, entry: Entry): void {
      items[index] = item
      entries[index] = entry
      pieces[index] = entry.piece
      surroundings[index] = entry.surroundings
    },
  }
}

type Left = Pick<Entry, 'writes' | 'registers'>

const nothing: Left = { writes: [], registers: [] }
// No variable has a name with a space.
const registerName = (key: string) => ` ${key}`
const namesOf = ({ writes, registers }: Left) => [...writes.map(([name]) => name), ...registers.map(([key]) => registerName(key))]

const isKeepable = (item: unknown): item is object => typeof item === 'object' && item !== null && !(item instanceof Drop)

const longestText = 4096

/**
 * Whether it adds to what the items before have collected. To keep a copy for each item would take memory by the square of their number,
 * and none would hold after a change.
 */
function collects({ reads, writes }: Trace): boolean {
  return writes.some(([written, value]) => isLong(value) && reads.some(([name]) => name === written))
}

const isLong = (value: unknown) =>
  typeof value === 'string' ? value.length > longestText : Array.isArray(value) && value.length > longestList

// Filters make new lists of the same contents each time.
const longestList = 16

/** Whether the same names have the very same values. */
const isSameList = (a: readonly Named[], b: readonly Named[]) =>
  a.length === b.length && a.every(([name, value], index) => name === b[index]?.[0] && Object.is(value, b[index]?.[1]))

function isSame(before: unknown, now: unknown): boolean {
  if (Object.is(before, now)) return true
  if (!Array.isArray(before) || !Array.isArray(now) || before.length !== now.length || now.length > longestList) return false
  return before.every((item, index) => Object.is(item, now[index]))
}

import { Drop } from 'liquidjs'
import { assignVariable, type Run, readVariable, type Step, setRegister } from './run.ts'
import type { Piece } from './sink.ts'
import { createTrace, type Named, type Trace } from './trace.ts'

/** What the body of a loop wrote for an item, and what that depends on besides the item. */
interface Entry {
  readonly piece: Piece
  readonly reads: readonly Named[]
  readonly writes: readonly Named[]
  readonly registers: readonly Named[]
}

// A body that reads its position, say, never comes to an entry: no use in trying for ever.
const mostTainted = 20

/**
 * Run the body of a loop for an item, or write again what it wrote for the same item. An item that is the same object has the same
 * contents. Only outermost bodies are kept: they hold the text of the inner ones.
 */
export function createMemo(body: Step): (run: Run, item: unknown, index: number) => void {
  const entries = new WeakMap<object, Entry>()
  // Nearly all items stand where they stood: one comparison instead of a search.
  const places: { readonly item: object; readonly entry: Entry }[] = []
  let tainted = 0

  const find = (item: object, index: number): Entry | undefined => {
    const place = places[index]
    return place?.item === item ? place.entry : entries.get(item)
  }

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
    const piece = { text: part.written }
    const { reads, writes, registers } = trace
    if (trace.isTainted || collects(trace)) tainted++
    else keep(item, index, { piece, reads, writes, registers })
    out.fresh(piece)
  }

  const keep = (item: object, index: number, entry: Entry): void => {
    entries.set(item, entry)
    places[index] = { item, entry }
  }

  const replay = (run: Run, { piece, writes, registers }: Entry): void => {
    for (const [name, value] of writes) assignVariable(run, name, value)
    for (const [key, value] of registers) setRegister(run, key, value)
    run.out.piece(piece)
  }

  return (run, item, index) => {
    if (run.trace !== undefined || run.isForloopLoose || tainted > mostTainted || !isKeepable(item)) return body(run)
    const entry = find(item, index)
    if (entry?.reads.every(([name, value]) => isSame(value, readVariable(run, name)))) {
      if (places[index]?.item !== item) places[index] = { item, entry }
      replay(run, entry)
    } else record(run, item, index)
  }
}

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

function isSame(before: unknown, now: unknown): boolean {
  if (Object.is(before, now)) return true
  if (!Array.isArray(before) || !Array.isArray(now) || before.length !== now.length || now.length > longestList) return false
  return before.every((item, index) => Object.is(item, now[index]))
}

/** Where the items of a list go, some at a time and in their order. */
export interface ListSink {
  /** The field of the body that holds the list. */
  readonly name: string
  take(items: readonly unknown[]): void
  /** Forget them: the body has the field once more, and the last one counts. */
  restart(): void
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
// As far as the name of a list may stand from its bracket. One that stands further away is read like everything else.
const looksBack = 256
// Braces are brackets with one more bit.
const [openBracket, openBrace, closeBrace] = [0x5b, 0x7b, 0x7d]

/**
 * Reads JSON while it comes in, and hands over the items of one list of its body by the time that they are there. A body of 50,000 tasks
 * is never in memory as a whole: neither its bytes, nor its text, nor what it says.
 *
 * Accepts what `JSON.parse` accepts, and nothing else.
 */
export function createListSplitter({ name, take, restart }: ListSink) {
  /** What stands outside of the list. */
  const rest: Buffer[] = []
  /** Of the item that is not whole yet. */
  let begun: Buffer[] = []
  let depth = 0
  let inString = false
  let escaped = false
  let inList = false
  let lists = 0
  /** Whether the list has had a comma. */
  let separated = false
  /** How one item ends and the next begins. While it is known, what has begun has not been looked at yet. */
  let separator: Buffer | undefined
  const beginsHere = new RegExp(`[{,]\\s*"${name}"\\s*:\\s*$`)

  const isListHere = (chunk: Buffer, from: number, to: number): boolean => {
    let tail = chunk.toString('latin1', Math.max(from, to - looksBack), to)
    for (let piece = rest.length - 1; piece >= 0 && tail.length < looksBack; piece--)
      tail = (rest[piece]?.toString('latin1') ?? '') + tail
    return beginsHere.test(tail)
  }
  const begin = (before: Buffer): void => {
    rest.push(Buffer.from(before))
    inList = true
    separated = false
    separator = undefined
    if (lists++ > 0) restart()
  }
  /** Items up to a comma, or up to the end of the list. */
  const handOver = (chunk: Buffer, from: number, to: number, isLast: boolean): void => {
    const bytes = begun.length === 0 ? chunk.subarray(from, to) : Buffer.concat([...begun, chunk.subarray(from, to)])
    begun = []
    const text = bytes.toString('utf8')
    const items: unknown[] = JSON.parse(`[${text}]`)
    // `[a, ]` and `[, a]`: nothing where something belongs.
    if (items.length === 0 && (!isLast || separated)) JSON.parse(`[${text},]`)
    if (items.length > 0) take(items)
  }

  /** Look at every byte. */
  const scan = (chunk: Buffer): void => {
    const end = chunk.length
    let from = 0
    let lastComma = -1
    // What the loop needs is kept near.
    let level = depth
    let isText = inString
    let at = escaped ? 1 : 0
    escaped = false
    for (; at < end; at++) {
      const byte = chunk[at] as number
      if (isText) {
        if (byte === backslash) at++
        else if (byte === quote) isText = false
      } else if (byte === quote) isText = true
      else if (byte === comma) {
        if (level === 2 && inList) lastComma = at
      } else if ((byte | 0x20) === openBrace) {
        if (level === 1 && byte === openBracket && isListHere(chunk, from, at)) {
          begin(chunk.subarray(from, at + 1))
          from = at + 1
        }
        level++
      } else if ((byte | 0x20) === closeBrace) {
        level--
        if (level !== 1 || !inList) continue
        handOver(chunk, from, at, true)
        inList = false
        separator = undefined
        from = at
        lastComma = -1
      }
    }
    escaped = at > end
    inString = isText
    depth = level
    if (lastComma >= 0) {
      handOver(chunk, from, lastComma, false)
      separated = true
      from = lastComma + 1
      separator = separatorAt(chunk, lastComma)
      // What follows begins an item: its bytes have not been looked at when the next chunk finds a separator of its own.
      if (separator !== undefined) {
        depth = 2
        inString = false
        escaped = false
      }
    }
    // A copy: what is kept must not hold on to the whole chunk.
    if (from < end) (inList ? begun : rest).push(Buffer.from(chunk.subarray(from)))
  }

  /** Hand over what stands before the last separator; false when that is no list of whole items. */
  const skip = (chunk: Buffer): boolean => {
    const at = separator === undefined ? -1 : chunk.lastIndexOf(separator)
    if (at < 0) return false
    const bytes = Buffer.concat([...begun, chunk.subarray(0, at + 1)])
    let items: readonly unknown[]
    try {
      // Cut anywhere else it would not be balanced, or have a string without an end.
      items = JSON.parse(`[${bytes.toString('utf8')}]`)
    } catch {
      return false
    }
    begun = [Buffer.from(chunk.subarray(at + 2))]
    take(items)
    return true
  }

  /** Look at what was not looked at, and at what comes now. */
  const catchUp = (chunk: Buffer): void => {
    const unseen = begun
    begun = []
    separator = undefined
    scan(unseen.length === 0 ? chunk : Buffer.concat([...unseen, chunk]))
  }

  return {
    /** @throws SyntaxError */
    write(chunk: Buffer): void {
      if (skip(chunk)) return
      if (separator === undefined) scan(chunk)
      else catchUp(chunk)
    },
    /** The text of the body, with nothing in its list. What was cut off within the list is no JSON. */
    end(): string {
      if (separator !== undefined) catchUp(Buffer.alloc(0))
      return Buffer.concat([...rest, ...(inList ? begun : [])]).toString('utf8')
    },
  }
}

// `},{"id":` and the like: nearly all items of a list begin with the same field.
const longestSeparator = 64

/** The separator around a comma between two items; undefined when they are no objects, or not written without spaces. */
function separatorAt(chunk: Buffer, at: number): Buffer | undefined {
  const text = chunk.toString('latin1', at - 1, at - 1 + longestSeparator)
  const found = /^\},\{"[^"\\]*":/.exec(text)
  return found === null ? undefined : Buffer.from(found[0], 'latin1')
}

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

  return {
    /** @throws SyntaxError */
    write(chunk: Buffer): void {
      const end = chunk.length
      let from = 0
      let lastComma = -1
      // 38 MB go through here at 5,000 apps: what the loop needs is kept near.
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
      }
      // A copy: what is kept must not hold on to the whole chunk.
      if (from < end) (inList ? begun : rest).push(Buffer.from(chunk.subarray(from)))
    },
    /** The text of the body, with nothing in its list. What was cut off within the list is no JSON. */
    end: (): string => Buffer.concat([...rest, ...(inList ? begun : [])]).toString('utf8'),
  }
}

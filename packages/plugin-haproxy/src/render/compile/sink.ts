import { toValue } from 'liquidjs'
import { OutputTooLong } from '../output-too-long.ts'

/** A text that is written once and used again as long as it holds. Whoever finds something out about it can keep that by its object. */
export interface Piece {
  readonly text: string
}

/** Where rendered text goes. */
export interface Sink {
  /** A value of the template. */
  value(value: unknown): void
  text(text: string): void
  piece(piece: Piece): void
  pieces(pieces: readonly Piece[]): void
  /** A piece that was not there before. */
  fresh(piece: Piece): void
  /** One of the same kind, for a part. */
  part(): TextSink
}

/** A sink that ends as one text. */
export interface TextSink extends Sink {
  readonly written: string
}

export interface OutputOptions {
  readonly outputChars: number
  /** Hears of each fresh piece as soon as it is there. */
  readonly onFresh: (piece: Piece) => void
}

// A shorter list is copied item by item.
const long = 100

/** The output of a template: texts, and pieces as they are. */
export function createOutputSink({ outputChars, onFresh }: OutputOptions): Sink & { parts(): readonly (string | Piece)[] } {
  /** What comes before `parts`, in long lists. */
  const before: (readonly (string | Piece)[])[] = []
  let parts: (string | Piece)[] = []
  let pending = ''
  let chars = 0
  const count = (more: number) => {
    chars += more
    if (chars > outputChars) throw new OutputTooLong()
  }
  const flush = () => {
    if (pending !== '') parts.push(pending)
    pending = ''
  }
  const text = (more: string) => {
    count(more.length)
    pending += more
  }
  const piece = (more: Piece) => {
    count(more.text.length)
    flush()
    parts.push(more)
  }
  return {
    value: value => text(textOf(value)),
    text,
    piece,
    pieces(more) {
      count(more.reduce((sum, { text: each }) => sum + each.length, 0))
      flush()
      if (more.length < long) parts.push(...more)
      else {
        before.push(parts, more)
        parts = []
      }
    },
    fresh(more) {
      piece(more)
      onFresh(more)
    },
    part: () => new Text(textOf, outputChars),
    parts() {
      flush()
      return before.length === 0 ? parts : ([] as (string | Piece)[]).concat(...before, parts)
    },
  }
}

/** What `capture` collects: Liquid itself turns values into text there. */
export function createCaptureSink(): TextSink {
  return new Text(looseTextOf, Number.POSITIVE_INFINITY)
}

// A class, because there is one for each item of a loop.
class Text implements TextSink {
  written = ''
  readonly #toText: (value: unknown) => string
  readonly #most: number

  constructor(toText: (value: unknown) => string, most: number) {
    this.#toText = toText
    this.#most = most
  }
  value(value: unknown): void {
    this.text(typeof value === 'string' ? value : this.#toText(value))
  }
  text(text: string): void {
    this.written += text
    if (this.written.length > this.#most) throw new OutputTooLong()
  }
  piece({ text }: Piece): void {
    this.text(text)
  }
  pieces(pieces: readonly Piece[]): void {
    for (const each of pieces) this.piece(each)
  }
  fresh({ text }: Piece): void {
    this.text(text)
  }
  part(): TextSink {
    return new Text(this.#toText, this.#most)
  }
}

/** A value as the file shows it. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join('')
  // "[object Object]" in a configuration helps nobody.
  if (typeof value === 'object') throw new TypeError('this is an object, not a text: name one of its fields')
  return String(value)
}

function looseTextOf(given: unknown): string {
  const value = toValue(given)
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.map(looseTextOf).join('') : String(value)
}

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
  /** One of the same kind, for a part. */
  part(): TextSink
}

/** A sink that ends as one text. */
export interface TextSink extends Sink {
  readonly written: string
}

/** The output of a template: texts, and pieces as they are. */
export function createOutputSink(outputChars: number): Sink & { parts(): readonly (string | Piece)[] } {
  const parts: (string | Piece)[] = []
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
  return {
    value: value => text(textOf(value)),
    text,
    piece(piece) {
      count(piece.text.length)
      flush()
      parts.push(piece)
    },
    part: () => createTextSink(textOf, outputChars),
    parts() {
      flush()
      return parts
    },
  }
}

/** What `capture` collects: Liquid itself turns values into text there. */
export function createCaptureSink(): TextSink {
  return createTextSink(looseTextOf, Number.POSITIVE_INFINITY)
}

function createTextSink(toText: (value: unknown) => string, most: number): TextSink {
  let written = ''
  const text = (more: string) => {
    written += more
    if (written.length > most) throw new OutputTooLong()
  }
  return {
    value: value => text(typeof value === 'string' ? value : toText(value)),
    text,
    piece: piece => text(piece.text),
    part: () => createTextSink(toText, most),
    get written() {
      return written
    },
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

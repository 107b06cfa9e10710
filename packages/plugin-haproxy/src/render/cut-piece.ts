import { CarriageReturn } from './carriage-return.ts'
import { tidy } from './tidy.ts'

/** A piece cut at its first and last line end: what is between does not depend on what stands around it. */
export interface Cut {
  readonly head: string
  /** Whole lines, tidy. */
  readonly lines: string
  /** Undefined when the piece has no line end: then the head is all of it. */
  readonly tail: string | undefined
}

/** @throws CarriageReturn */
export function cutPiece(text: string): Cut {
  if (text.includes('\r')) throw new CarriageReturn(1)
  const first = text.indexOf('\n')
  if (first < 0) return { head: text, lines: '', tail: undefined }
  const last = text.lastIndexOf('\n')
  return { head: text.slice(0, first), lines: tidy(text.slice(first + 1, last + 1)), tail: text.slice(last + 1) }
}

import { CarriageReturn } from './carriage-return.ts'
import type { Piece } from './compile/sink.ts'
import { tidy } from './tidy.ts'

/** A piece cut at its first and last line end: what is between does not depend on what stands around it. */
interface Cut {
  readonly head: string
  /** Whole lines, tidy. */
  readonly lines: string
  /** Undefined when the piece has no line end: then the head is all of it. */
  readonly tail: string | undefined
}

export interface TidyParts {
  /**
   * As `tidy` of all parts together. Gives whole lines, and of a piece that was there before the same string again.
   *
   * @throws CarriageReturn
   */
  join(parts: readonly (string | Piece)[]): readonly string[]
  /** What `join` will give for a new piece, whatever stands around it; empty when that cannot be said. */
  linesOf(piece: Piece): string
}

export function createTidyParts(): TidyParts {
  // Nearly all pieces stand where they stood.
  let last: { readonly parts: readonly (string | Piece)[]; readonly cuts: readonly Cut[] } = { parts: [], cuts: [] }
  const known = new WeakMap<Piece, Cut>()
  const cutOf = (part: string | Piece, index: number): Cut => {
    if (part === last.parts[index]) return last.cuts[index] as Cut
    if (typeof part === 'string') return cut(part)
    const found = known.get(part) ?? cut(part.text)
    known.set(part, found)
    return found
  }

  const join = (parts: readonly (string | Piece)[]): readonly string[] => {
    const whole: string[] = []
    let pending = ''
    let line = ''
    const endLine = () => {
      if (line.trim() !== '') pending += `${line}\n`
      line = ''
    }
    try {
      const cuts = parts.map(cutOf)
      last = { parts, cuts }
      for (let index = 0; index < cuts.length; index++) {
        const { head, lines, tail } = cuts[index] as Cut
        line += head
        if (tail === undefined) continue
        endLine()
        if (lines !== '') {
          if (typeof parts[index] === 'string') pending += lines
          else {
            if (pending !== '') whole.push(pending)
            whole.push(lines)
            pending = ''
          }
        }
        line = tail
      }
    } catch (error) {
      // The line is counted in the whole text.
      if (error instanceof CarriageReturn) tidy(parts.map(part => (typeof part === 'string' ? part : part.text)).join(''))
      throw error
    }
    endLine()
    if (pending !== '') whole.push(pending)
    return whole
  }

  return {
    join,
    linesOf(piece) {
      // `join` says where it is.
      if (piece.text.includes('\r')) return ''
      const made = cut(piece.text)
      known.set(piece, made)
      return made.lines
    },
  }
}

function cut(text: string): Cut {
  if (text.includes('\r')) throw new CarriageReturn(1)
  const first = text.indexOf('\n')
  if (first < 0) return { head: text, lines: '', tail: undefined }
  const last = text.lastIndexOf('\n')
  return { head: text.slice(0, first), lines: tidy(text.slice(first + 1, last + 1)), tail: text.slice(last + 1) }
}

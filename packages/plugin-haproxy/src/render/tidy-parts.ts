import { sameEnds, withBetween, withNumbersBetween } from '../text/same-ends.ts'
import { sum } from '../text/sum.ts'
import { CarriageReturn } from './carriage-return.ts'
import type { Piece } from './compile/sink.ts'
import { type Cut, cutPiece } from './cut-piece.ts'
import { tidy } from './tidy.ts'

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

/** What has been joined up to the end of a part and is not given yet. */
interface Open {
  /** Whole lines. */
  readonly pending: string
  /** The line that goes on. */
  readonly line: string
}

/** How the parts of a text were joined. */
interface Joined {
  readonly parts: readonly (string | Piece)[]
  /** After each of them. */
  readonly open: readonly Open[]
  /** How many strings each of them has given. */
  readonly counts: Int32Array
  /** All of them, then what was open at the end. */
  readonly given: readonly string[]
}

const nothing: Open = { pending: '', line: '' }

export function createTidyParts(): TidyParts {
  let last: Joined = { parts: [], open: [], counts: new Int32Array(), given: [] }
  const known = new WeakMap<Piece, Cut>()
  const cutOf = (part: string | Piece): Cut => {
    if (typeof part === 'string') return cutPiece(part)
    const found = known.get(part) ?? cutPiece(part.text)
    known.set(part, found)
    return found
  }

  /** What differs from the last text, and of what follows as much as is joined in another way. */
  const joinAgain = (parts: readonly (string | Piece)[]): Joined => {
    const { first, last: tail } = sameEnds(last.parts, parts)
    if (first === parts.length && first === last.parts.length) return last
    const given: string[] = []
    const open: Open[] = []
    const counts: number[] = []
    let now = last.open[first - 1] ?? nothing
    let at = first
    for (; at < parts.length; at++) {
      const left = parts.length - at
      if (left <= tail && isSame(now, last.open[last.parts.length - left - 1] ?? nothing)) break
      const part = parts[at] as string | Piece
      const before = given.length
      now = joinPart(part, cutOf(part), now, given)
      open.push(now)
      counts.push(given.length - before)
    }
    const ends = { first, last: parts.length - at }
    const isEnd = ends.last === 0
    const rest = withLine(now)
    if (isEnd && rest !== '') given.push(rest)
    const givenEnds = {
      first: sum(last.counts, 0, first),
      last: isEnd ? 0 : last.given.length - sum(last.counts, 0, last.parts.length - ends.last),
    }
    return {
      parts,
      open: withBetween(last.open, ends, open),
      counts: withNumbersBetween(last.counts, ends, counts),
      given: withBetween(last.given, givenEnds, given),
    }
  }

  return {
    join(parts) {
      try {
        last = joinAgain(parts)
      } catch (error) {
        // The line is counted in the whole text.
        if (error instanceof CarriageReturn) tidy(parts.map(part => (typeof part === 'string' ? part : part.text)).join(''))
        throw error
      }
      return last.given
    },
    linesOf(piece) {
      // `join` says where it is.
      if (piece.text.includes('\r')) return ''
      const made = cutPiece(piece.text)
      known.set(piece, made)
      return made.lines
    },
  }
}

/** Join one part to what is open; what becomes whole and is not to be put together with what follows goes to `given`. */
function joinPart(part: string | Piece, { head, lines, tail }: Cut, { pending, line }: Open, given: string[]): Open {
  if (tail === undefined) return { pending, line: line + head }
  const ended = withLine({ pending, line: line + head })
  if (lines === '') return { pending: ended, line: tail }
  if (typeof part === 'string') return { pending: ended + lines, line: tail }
  if (ended !== '') given.push(ended)
  given.push(lines)
  return { pending: '', line: tail }
}

const withLine = ({ pending, line }: Open): string => (line.trim() === '' ? pending : `${pending}${line}\n`)

const isSame = (a: Open, b: Open): boolean => a.line === b.line && a.pending === b.pending

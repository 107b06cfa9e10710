import type { SideFile } from '../render/mapfile-tag.ts'
import { sizeOf } from '../write/size.ts'
import { cutParts } from './cut-parts.ts'
import { type HashState, hashFrom } from './hash-states.ts'
import { between, sameEnds, withNumbersBetween } from './same-ends.ts'
import { splitLines } from './split-lines.ts'
import { sum } from './sum.ts'

/** A whole configuration. What is made of it is made when it is first asked for, and once. */
export interface ConfigText {
  /** Whole lines; together the text. Of texts that follow each other, what did not change is the same string. */
  readonly pieces: readonly string[]
  readonly text: string
  /** Its bytes, in a few parts. Of texts that follow each other, what did not change is the same memory. */
  readonly parts: readonly Uint8Array[]
  /** Bytes. */
  readonly size: number
  /** What stands for it wherever texts are compared. */
  readonly hash: string
  /** Files that it names, as far as it was rendered here. Their names are made of their content, so the hash stands for them too. */
  readonly sideFiles: readonly SideFile[]
}

/** What a text that follows can go on from, once it was asked for. */
const knownStates = new WeakMap<object, readonly HashState[]>()
const knownSizes = new WeakMap<object, Int32Array>()

/** A configuration from its pieces, or from the text as a whole. `before` is one that it may have much in common with. */
export function configText(
  given: string | readonly string[],
  {
    before,
    sideFiles = [],
  }: { readonly before?: Pick<ConfigText, 'pieces' | 'parts'> | undefined; readonly sideFiles?: readonly SideFile[] } = {},
): ConfigText {
  let pieces = typeof given === 'string' ? undefined : given
  let text = typeof given === 'string' ? given : undefined
  let parts: readonly Uint8Array[] | undefined
  let hash: string | undefined
  let begun: { readonly earlier: readonly HashState[]; readonly same: number } = { earlier: [], same: 0 }
  // Only its bytes are of use, and only once: a chain of all texts that ever were must not stay in memory.
  let like = before
  return {
    sideFiles,
    get pieces() {
      pieces ??= splitLines(text ?? '')
      return pieces
    },
    get text() {
      text ??= (pieces ?? []).join('')
      return text
    },
    get parts() {
      if (parts === undefined) {
        if (pieces === undefined || like === undefined) parts = [Buffer.from(this.text)]
        else {
          const made = partsLike(pieces, like)
          parts = made.parts
          knownSizes.set(this, made.sizes)
          begun = { earlier: knownStates.get(like) ?? [], same: made.same }
        }
        like = undefined
      }
      return parts
    },
    get size() {
      return sizeOf(this.parts)
    },
    get hash() {
      if (hash === undefined) {
        const { parts: all } = this
        const found = hashFrom(all, begun)
        hash = found.hash
        knownStates.set(this, found.states)
      }
      return hash
    },
  }
}

// More are put together: each is written for itself, and a text that follows has two more.
const mostParts = 12

/** The bytes of pieces, where most of them are those of an earlier list; the first `same` bytes are its first ones. */
function partsLike(pieces: readonly string[], like: Pick<ConfigText, 'pieces' | 'parts'>) {
  const { pieces: earlier, parts } = like
  const ends = sameEnds(earlier, pieces)
  const middle = between(pieces, ends)
  const before = knownSizes.get(like) ?? Int32Array.from(earlier, bytesOf)
  const sizes = withNumbersBetween(before, ends, Int32Array.from(middle, bytesOf))
  const same = sum(before, 0, ends.first)
  const behind = same + sum(before, ends.first, before.length - ends.last)
  const all = [...cutParts(parts, 0, same), Buffer.from(middle.join('')), ...cutParts(parts, behind)].filter(
    ({ byteLength }) => byteLength > 0,
  )
  return { parts: all.length > mostParts ? [Buffer.concat(all)] : all, same, sizes }
}

const bytesOf = (piece: string): number => Buffer.byteLength(piece)

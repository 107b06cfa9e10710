import type { SideFile } from '../render/mapfile-tag.ts'
import { hashOf } from '../write/hash.ts'
import { splitLines } from './split-lines.ts'

/** A whole configuration. What is made of it is made when it is first asked for, and once. */
export interface ConfigText {
  /** Whole lines; together the text. Of texts that follow each other, what did not change is the same string. */
  readonly pieces: readonly string[]
  readonly text: string
  readonly bytes: Uint8Array
  /** What stands for it wherever texts are compared. */
  readonly hash: string
  /** Files that it names, as far as it was rendered here. Their names are made of their content, so the hash stands for them too. */
  readonly sideFiles: readonly SideFile[]
}

/** A configuration from its pieces, or from the text as a whole. `before` is one that it may have much in common with. */
export function configText(
  given: string | readonly string[],
  {
    before,
    sideFiles = [],
  }: { readonly before?: Pick<ConfigText, 'pieces' | 'bytes'> | undefined; readonly sideFiles?: readonly SideFile[] } = {},
): ConfigText {
  let pieces = typeof given === 'string' ? undefined : given
  let text = typeof given === 'string' ? given : undefined
  let bytes: Uint8Array | undefined
  let hash: string | undefined
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
    get bytes() {
      if (bytes === undefined) {
        bytes = pieces === undefined || like === undefined ? Buffer.from(this.text) : bytesLike(pieces, like)
        like = undefined
      }
      return bytes
    },
    get hash() {
      hash ??= hashOf(this.bytes)
      return hash
    },
  }
}

/** The bytes of pieces, where most of them are copied from those of an earlier list. */
function bytesLike(pieces: readonly string[], { pieces: earlier, bytes }: Pick<ConfigText, 'pieces' | 'bytes'>): Uint8Array {
  const shorter = Math.min(pieces.length, earlier.length)
  let first = 0
  while (first < shorter && pieces[first] === earlier[first]) first++
  let last = 0
  while (last < shorter - first && pieces[pieces.length - 1 - last] === earlier[earlier.length - 1 - last]) last++
  const changed = bytesOf(earlier.slice(first, earlier.length - last))
  // The shorter side is counted, the other one follows.
  const start =
    first <= last ? bytesOf(pieces.slice(0, first)) : bytes.byteLength - bytesOf(pieces.slice(pieces.length - last)) - changed
  const head = bytes.subarray(0, start)
  const tail = bytes.subarray(start + changed)
  const middle = Buffer.from(pieces.slice(first, pieces.length - last).join(''))
  return Buffer.concat([head, middle, tail])
}

function bytesOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)
}

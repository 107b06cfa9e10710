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
}

/** A configuration from its pieces, or from the text as a whole. */
export function configText(given: string | readonly string[]): ConfigText {
  let pieces = typeof given === 'string' ? undefined : given
  let text = typeof given === 'string' ? given : undefined
  let bytes: Uint8Array | undefined
  let hash: string | undefined
  return {
    get pieces() {
      pieces ??= splitLines(text ?? '')
      return pieces
    },
    get text() {
      text ??= (pieces ?? []).join('')
      return text
    },
    get bytes() {
      bytes ??= Buffer.from(this.text)
      return bytes
    },
    get hash() {
      hash ??= hashOf(this.bytes)
      return hash
    },
  }
}

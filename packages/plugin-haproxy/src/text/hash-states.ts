import { createHash, type Hash } from 'node:crypto'
import { cutParts } from './cut-parts.ts'

/** How far a hash has come after some bytes. */
export interface HashState {
  readonly bytes: number
  readonly state: Hash
}

const step = 1_048_576

/**
 * SHA-256 of bytes in parts, in hex, with its states on the way. `earlier` are those of bytes of which the first `same` are the same:
 * what they have in common is not hashed again.
 */
export function hashFrom(
  parts: readonly Uint8Array[],
  { earlier, same }: { readonly earlier: readonly HashState[]; readonly same: number },
): { readonly hash: string; readonly states: readonly HashState[] } {
  const states = earlier.filter(({ bytes }) => bytes <= same)
  const last = states.at(-1)
  const hash = last?.state.copy() ?? createHash('sha256')
  let done = last?.bytes ?? 0
  for (const part of cutParts(parts, done)) {
    for (let at = 0; at < part.byteLength; ) {
      const more = Math.min(part.byteLength - at, step - (done % step))
      hash.update(part.subarray(at, at + more))
      at += more
      done += more
      if (done % step === 0) states.push({ bytes: done, state: hash.copy() })
    }
  }
  return { hash: hash.digest('hex'), states }
}

import { createHash } from 'node:crypto'

/** What stands for a whole text, or its bytes in parts, wherever texts are compared. */
export function hashOf(given: string | Uint8Array | readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of Array.isArray(given) ? given : [given]) hash.update(part)
  return hash.digest('hex')
}

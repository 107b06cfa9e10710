import { createHash } from 'node:crypto'

/** What stands for a whole text wherever texts are compared. */
export function hashOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

import { createHash } from 'node:crypto'

/** What stands for a whole text wherever texts are compared; of one in parts, `text/hash-states.ts` makes the same. */
export function hashOf(given: string | Uint8Array): string {
  return createHash('sha256').update(given).digest('hex')
}

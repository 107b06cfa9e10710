import { z } from 'zod'
import { hashOf } from '../write/hash.ts'

const format = z.strictObject({ version: z.literal(1), target: z.string(), sha256: z.string(), text: z.string() })

/** The last loaded text of a target as it is kept on disk. */
export function storedText(target: string, text: string): string {
  return `${JSON.stringify({ version: 1, target, sha256: hashOf(text), text } satisfies z.infer<typeof format>)}\n`
}

/** What such a file holds; undefined when it is damaged, from elsewhere, or about another target. */
export function readStoredText(bytes: Uint8Array, target: string): string | undefined {
  try {
    const found = format.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    return found.target === target && hashOf(found.text) === found.sha256 ? found.text : undefined
  } catch {
    return undefined
  }
}

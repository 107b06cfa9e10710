import { z } from 'zod'
import { type ConfigText, configText } from '../text/index.ts'
import { hashOf } from '../write/hash.ts'

const format = z.strictObject({ version: z.literal(2), target: z.string(), sha256: z.string() })

/** The last loaded text of a target as it is kept on disk: a line that says what it is, then the text as it is in the target. */
export function storedText(target: string, { parts, hash }: Pick<ConfigText, 'parts' | 'hash'>): readonly Uint8Array[] {
  const head = `${JSON.stringify({ version: 2, target, sha256: hash } satisfies z.infer<typeof format>)}\n`
  return [Buffer.from(head), ...parts]
}

/** What such a file holds; undefined when it is damaged, from elsewhere, or about another target. */
export function readStoredText(stored: Buffer, target: string): ConfigText | undefined {
  try {
    const end = stored.indexOf(10)
    const found = format.parse(JSON.parse(stored.toString('utf8', 0, end)))
    const bytes = stored.subarray(end + 1)
    return found.target === target && hashOf(bytes) === found.sha256 ? configText(bytes.toString('utf8')) : undefined
  } catch {
    return undefined
  }
}

/** What a JSON object holds at its first level. */
export interface Members {
  /** Strings and numbers by name, of those that were asked for. */
  readonly found: ReadonlyMap<string, string | number>
  /** Whether the object was read to its end. */
  readonly complete: boolean
}

// Longer than any value that is asked for.
const MOST_CHARACTERS = 1000

/**
 * Read single members of a JSON object while it arrives, and stop at the first that `until` names: the state of a large
 * cluster has tens of megabytes, and the leader stands in its first thousand bytes.
 */
export async function readMembers(
  chunks: AsyncIterable<Uint8Array>,
  names: readonly string[],
  until: string,
  mostBytes: number,
): Promise<Members> {
  const found = new Map<string, string | number>()
  const decoder = new TextDecoder()
  let bytes = 0
  let depth = 0
  let inString = false
  let escaped = false
  let token = ''
  let key: string | undefined
  const settle = (): void => {
    const value = key === undefined || !names.includes(key) ? undefined : plainValue(token)
    if (key !== undefined && value !== undefined && !found.has(key)) found.set(key, value)
    key = undefined
    token = ''
  }
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) break
    for (const character of decoder.decode(chunk, { stream: true })) {
      if (depth === 0 && character !== '{') {
        if (/\s/.test(character)) continue
        return { found, complete: false }
      }
      const within = inString
      if (inString) {
        inString = escaped || character !== '"'
        escaped = !escaped && character === '\\'
      } else if (character === '"') inString = true
      else if (character === '{' || character === '[') depth++
      else if (character === '}' || character === ']') {
        if (depth === 1) settle()
        depth--
        if (depth === 0) return { found, complete: character === '}' }
      }
      if (depth !== 1) continue
      if (within || inString) {
        if (token.length < MOST_CHARACTERS) token += character
      } else if (character === ':') {
        key = String(plainValue(token))
        token = ''
      } else if (character === ',') {
        settle()
        if (found.has(until)) return { found, complete: false }
      } else if (!/[\s{[}\]]/.test(character) && token.length < MOST_CHARACTERS) token += character
    }
  }
  return { found, complete: false }
}

function plainValue(token: string): string | number | undefined {
  try {
    const value: unknown = JSON.parse(token)
    return typeof value === 'string' || typeof value === 'number' ? value : undefined
  } catch {
    return undefined
  }
}

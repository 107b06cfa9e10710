/** Keeps the last bytes of a stream of any length. */
export interface OutputRing {
  push(chunk: Buffer): void
  /** What was kept, as text. */
  text(): string
}

/** A ring of the given size. @default 64 KiB */
export function createOutputRing(limit = 65_536): OutputRing {
  let chunks: Buffer[] = []
  let size = 0
  return {
    push(chunk) {
      chunks.push(chunk)
      size += chunk.byteLength
      // Joined only when twice too long: each byte is copied at most once more.
      if (size < 2 * limit) return
      chunks = [Buffer.concat(chunks).subarray(-limit)]
      size = limit
    },
    text: () => Buffer.concat(chunks).subarray(-limit).toString('utf8'),
  }
}

import { open } from 'node:fs/promises'

const mostAtOnce = 1_048_576

/** Whether a file holds exactly these bytes. Read part by part: a second copy of a large file must not be in memory to know that. */
export async function holdsBytes(path: string, bytes: Uint8Array): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    // One more than there should be, so that a longer file is seen as longer.
    const part = Buffer.allocUnsafeSlow(Math.min(bytes.byteLength + 1, mostAtOnce))
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(part, 0, part.byteLength, at)
      if (bytesRead === 0) return at === bytes.byteLength
      if (!part.subarray(0, bytesRead).equals(bytes.subarray(at, at + bytesRead))) return false
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

import { type FileHandle, open } from 'node:fs/promises'

const mostAtOnce = 1_048_576

/** Whether a file holds exactly these bytes, given in parts. A second copy of a large file must not be in memory to know that. */
export async function holdsBytes(path: string, parts: readonly Uint8Array[]): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const longest = Math.max(1, ...parts.map(part => part.byteLength))
    const read = Buffer.allocUnsafeSlow(Math.min(longest, mostAtOnce))
    for (const part of parts) if (!(await continuesWith(file, part, read))) return false
    return (await file.read(read, 0, 1)).bytesRead === 0
  } finally {
    await file.close()
  }
}

async function continuesWith(file: FileHandle, part: Uint8Array, read: Buffer): Promise<boolean> {
  for (let at = 0; at < part.byteLength; ) {
    const { bytesRead } = await file.read(read, 0, Math.min(read.byteLength, part.byteLength - at))
    if (bytesRead === 0 || !read.subarray(0, bytesRead).equals(part.subarray(at, at + bytesRead))) return false
    at += bytesRead
  }
  return true
}

import { constants } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { ProxymError } from '@proxym/core'
import { fileProblem } from './errors.ts'
import { limits } from './limits.ts'

// Without O_NONBLOCK the opening of a FIFO waits for a writer, possibly for ever.
const flags = constants.O_RDONLY | constants.O_NONBLOCK

/**
 * The bytes of one service file, or undefined when it does not exist or did not a moment ago.
 *
 * A file that is being written is read again until it is quiet. That matters for YAML, because half of one is often
 * valid; JSON that ends like JSON is taken at once.
 *
 * @throws ProxymError `PROXYM_FILE_UNREADABLE` for anything but a regular file of a sensible size
 */
export async function readServiceFile(path: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    for (let tries = 1; ; tries += 1) {
      const { bytes, stable, changedMs } = await readOnce(path)
      const quiet = Math.abs(Date.now() - changedMs) > limits.quietMs || (/\.json$/i.test(path) && endsLikeJson(bytes))
      if ((stable && quiet) || tries === limits.quietTries) return bytes
      await wait(limits.quietMs, undefined, { signal })
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ProxymError) throw error
    if (isMissing(error) && !(await isLink(path))) return undefined
    throw new ProxymError(fileProblem.unreadable(path, error))
  }
}

interface Reading {
  readonly bytes: Uint8Array
  /** Whether the file did not grow or shrink meanwhile. */
  readonly stable: boolean
  readonly changedMs: number
}

async function readOnce(path: string): Promise<Reading> {
  await using file = await open(path, flags)
  const before = await file.stat()
  if (!before.isFile()) throw new ProxymError(fileProblem.notRegular(path))
  // One byte more than is allowed tells a file that grew meanwhile from one that is just as large as it may be.
  const bytes = Buffer.allocUnsafe(Math.min(before.size, limits.fileBytes) + 1)
  let length = 0
  for (;;) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, length)
    length += bytesRead
    if (bytesRead === 0 || length === bytes.length) break
  }
  if (length > limits.fileBytes) throw new ProxymError(fileProblem.tooLarge(path))
  const after = await file.stat()
  return { bytes: bytes.subarray(0, length), stable: after.size === length, changedMs: after.mtimeMs }
}

/** Whether the last thing in the text closes an object or a list. */
function endsLikeJson(bytes: Uint8Array): boolean {
  return /[}\]]\s*$/.test(new TextDecoder('latin1').decode(bytes.subarray(-64)))
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/**
 * Whether a link is there: one that leads nowhere is a mistake, not a file that was removed. A file that is there by now has come back,
 * and is as good as away: whoever misses it looks again.
 */
async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    found => found.isSymbolicLink(),
    () => false,
  )
}

import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Writes texts to a stream that may be slow or gone. */
export interface Printer {
  /** Print a text unless it is what was printed last; resolves when the stream can take more. */
  print(text: string, signal: AbortSignal): Promise<void>
  /** Let go of the stream, which belongs to somebody else. */
  close(): void
}

/** Make a printer. When the stream fails (its reader is gone) it goes off for good and calls `onGone` once. */
export function createPrinter(stream: Writable, onGone: (code: string) => void): Printer {
  let printed: string | undefined
  let gone = false
  const goOff = (code: string): void => {
    if (!gone) onGone(code)
    gone = true
  }
  // Without a listener a reader that left (`proxym | head`) would end the process.
  const onError = (error: NodeJS.ErrnoException): void => goOff(error.code ?? error.message)
  stream.on('error', onError)
  return {
    async print(text, signal) {
      if (!gone && !stream.writable) goOff('closed before')
      if (gone) return
      if (text !== printed) stream.write(text)
      printed = text
      // Also on a repeated call: what was not taken before must be taken before more is written.
      if (!stream.writableNeedDrain) return
      try {
        await once(stream, 'drain', { signal })
      } catch (error) {
        if (!gone) throw error
      }
    },
    close: () => void stream.off('error', onError),
  }
}

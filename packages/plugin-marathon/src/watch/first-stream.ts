import { setTimeout } from 'node:timers/promises'

/**
 * Lets the first reading wait a moment for the event stream. What is read once that stands is complete; what was read before it has to
 * be read again, and at 5,000 apps that is the most expensive thing to do while the first configuration is made.
 */
export interface FirstStream {
  /** A stream is being opened. */
  begin(): void
  /** It stands, or there will be none for now. Returns whether anything may have been missed: something was read before. */
  end(): boolean
  /** Resolves when a reading should wait no longer. @throws the signal's reason */
  pass(signal: AbortSignal): Promise<void>
}

const longestMs = 250

export function createFirstStream(): FirstStream {
  const over = Promise.withResolvers<void>()
  let isOpening = false
  let isOver = false
  let hasRead = false
  return {
    begin() {
      isOpening = !isOver
    },
    end() {
      const mayHaveMissed = hasRead || isOver
      isOver = true
      over.resolve()
      return mayHaveMissed
    },
    async pass(signal) {
      if (isOpening && !isOver) {
        const waited = new AbortController()
        const timeout = setTimeout(longestMs, undefined, { signal: AbortSignal.any([signal, waited.signal]) })
        timeout.catch(() => undefined)
        await Promise.race([over.promise, timeout])
        waited.abort()
      }
      hasRead = true
    },
  }
}

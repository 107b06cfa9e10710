import type { Writable } from 'node:stream'

/** A stream that a log goes to and that can never stop the work: what it does not take is dropped and counted. */
export interface Sink {
  /** Whether the line was taken. */
  write(line: string): boolean
  /** Lines dropped so far. */
  readonly dropped: number
  /** Resolves when everything taken has left, the stream is broken, or the time is over. */
  flush(timeoutMs: number): Promise<void>
}

export interface SinkOptions {
  /** How much may wait for a slow reader. @default 1048576 */
  readonly maxWaiting?: number | undefined
  /** Called once, when the stream fails (`EPIPE`, …). */
  readonly onBroken?: ((error: Error) => void) | undefined
}

/** A sink for a stream. The stream's errors are taken here, so that none of them ends the process. */
export function createSink(stream: Writable, { maxWaiting = 1_048_576, onBroken }: SinkOptions = {}): Sink {
  let dropped = 0
  let broken = false
  const breakDown = (error: Error): void => {
    if (broken) return
    broken = true
    onBroken?.(error)
  }
  stream.on('error', breakDown)
  const isGone = (): boolean => broken || stream.destroyed || stream.writableEnded
  return {
    write(line) {
      if (isGone() || stream.writableLength > maxWaiting) {
        dropped++
        return false
      }
      try {
        stream.write(`${line}\n`)
        return true
      } catch (error) {
        // Streams of others may throw instead of emitting.
        dropped++
        breakDown(error instanceof Error ? error : new Error(String(error)))
        return false
      }
    },
    get dropped() {
      return dropped
    },
    async flush(timeoutMs) {
      if (isGone() || stream.writableLength === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, timeoutMs)
      stream.once('close', resolve)
      stream.once('error', () => resolve())
      stream.write('', () => resolve())
      await promise
      clearTimeout(timer)
      stream.off('close', resolve)
    },
  }
}

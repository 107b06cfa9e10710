import { ProxymError } from '@proxym/core'
import { Redis, type RedisOptions } from 'ioredis'
import { redisFailed } from './errors.ts'
import { limits } from './limits.ts'
import { createReconnectDelay } from './reconnect-delay.ts'
import type { ClientOptions } from './redis-settings.ts'

interface ConnectionOptions {
  readonly redis: ClientOptions
  readonly address: string
  readonly onLost: (reason: string) => void
  readonly random: () => number
}

/** A connection that is made when it is first needed, and for ever again when it is lost. */
export interface RedisConnection {
  readonly redis: Redis
  /** Wait until it is there. Returns the number of the connection. */
  ready(signal: AbortSignal): Promise<number>
  /** The number of the connection that is there now; undefined when there is none. */
  session(): number | undefined
  /** Resolves when there is a new connection that no call has waited for. */
  reconnected(): Promise<void>
  /** What went wrong, as an error without secrets; a server that hangs is left. */
  failure(error: unknown): ProxymError
  close(): void
}

/** Make a connection; nothing is sent before `ready` is called. */
export function createRedisConnection({ redis: options, address, onLost, random }: ConnectionOptions): RedisConnection {
  const delay = createReconnectDelay(random)
  let session = 0
  let waiting = 0
  // Left by us after an error that the failed call tells.
  let leftByUs = false
  let lastError: string | undefined
  let isUp = false
  let closed = false
  let reconnected = Promise.withResolvers<void>()
  const strategies: Pick<RedisOptions, 'retryStrategy' | 'sentinelRetryStrategy' | 'reconnectOnError'> = {
    retryStrategy: () => delay.next(),
    sentinelRetryStrategy: () => delay.next(),
    reconnectOnError(error) {
      if (!/^READONLY/.test(error.message)) return false
      lastError = error.message
      leftByUs = true
      return true
    },
  }
  const redis = new Redis(Object.assign(strategies, options))
  redis.on('error', (error: Error) => {
    lastError = reasonOf(error)
  })
  redis.on('ready', () => {
    session++
    isUp = true
    delay.ready()
    if (waiting === 0) {
      reconnected.resolve()
      reconnected = Promise.withResolvers()
    }
    leftByUs = false
  })
  redis.on('close', () => {
    if (isUp && !closed && !leftByUs) onLost(lastError ?? 'the connection was closed')
    isUp = false
  })
  const failed = (reason: string): ProxymError => new ProxymError(redisFailed(address, reason))
  const current = (): number | undefined => (redis.status === 'ready' ? session : undefined)

  return {
    redis,
    session: current,
    reconnected: () => reconnected.promise,
    async ready(signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const onReady = (): void => resolve()
      const give = (): void => reject(failed(`is not connected: ${lastError ?? 'no answer yet'}`))
      waiting++
      redis.once('ready', onReady)
      redis.once('close', give)
      signal.addEventListener('abort', give, { once: true })
      const timer = setTimeout(give, limits.readyMs)
      try {
        if (redis.status === 'ready') return session
        // Between two tries there is nothing to wait for.
        if (redis.status === 'reconnecting' || signal.aborted) give()
        else if (redis.status === 'wait' || redis.status === 'end') redis.connect().catch(() => {})
        await promise
        lastError = undefined
        return session
      } finally {
        waiting--
        clearTimeout(timer)
        redis.off('ready', onReady)
        redis.off('close', give)
        signal.removeEventListener('abort', give)
      }
    },
    failure(error) {
      if (error instanceof ProxymError) return error
      const reason = reasonOf(error)
      if (/^Command timed out/.test(reason)) {
        leftByUs = true
        redis.disconnect(true)
        return failed(`did not answer within ${limits.commandMs} ms`)
      }
      if (current() === undefined || /connection|writeable|max retries/i.test(reason)) {
        return failed(`lost the connection${lastError === undefined ? '' : `: ${lastError}`}`)
      }
      return failed(`refused: ${reason}`)
    },
    close() {
      closed = true
      redis.disconnect()
    },
  }
}

// The transaction only says that it was discarded; what was wrong stands in the errors before it.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [first] = 'previousErrors' in error && Array.isArray(error.previousErrors) ? error.previousErrors : []
  if (first instanceof Error) return first.message
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error.message
}

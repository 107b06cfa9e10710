import { once } from 'node:events'
import { ProxymError } from '@proxym/core'
import { Redis } from 'ioredis'
import { redisFailed } from './errors.ts'
import { redisUrls } from './redis-address.ts'

const CONNECT_MS = 3000
const COMMAND_MS = 2000
const MOST_BETWEEN_TRIES_MS = 10_000

/** A connection that is made when it is first needed, and for ever again when it is lost. */
export interface RedisClient {
  readonly redis: Redis
  /** Do something with the connection, within its time. @throws ProxymError without secrets */
  use<T>(work: (redis: Redis) => Promise<T>, signal: AbortSignal): Promise<T>
  /** A second connection, for what is published. It is closed by its caller. */
  subscriber(): Redis
}

/** Nothing is sent before it is used. */
export function createRedisClient(address: string): RedisClient {
  const { url, shown } = redisUrls(address)
  const redis = new Redis(url, {
    lazyConnect: true,
    // What is not sent now must not be sent later, when nobody waits for it any more.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    keepAlive: 10_000,
    connectionName: 'proxym-annotations',
    disableClientInfo: true,
    protocol: 2,
    replyMapping: 'legacy',
    retryStrategy: times => Math.min(MOST_BETWEEN_TRIES_MS, 100 * 2 ** Math.min(times, 10)),
  })
  // Whoever waits is told; an error that nobody listens for would end the process.
  redis.on('error', () => {})

  const ready = async (signal: AbortSignal): Promise<void> => {
    if (redis.status === 'ready') return
    const isReady = once(redis, 'ready', { signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]) })
    if (redis.status === 'wait' || redis.status === 'end') redis.connect().catch(() => {})
    await isReady
  }

  return {
    redis,
    async use(work, signal) {
      try {
        await ready(signal)
        return await work(redis)
      } catch (error) {
        const reason = reasonOf(error)
        // A server that hangs is left.
        if (/^Command timed out/.test(reason)) redis.disconnect(true)
        throw new ProxymError(redisFailed(shown, `cannot be used: ${reason}`))
      }
    },
    subscriber() {
      const second = redis.duplicate()
      second.on('error', () => {})
      return second
    },
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  if (!(error instanceof Error)) return String(error)
  return error.name === 'AbortError' ? 'it does not answer' : error.message
}

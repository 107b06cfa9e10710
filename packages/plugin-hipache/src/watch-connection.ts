import { once } from 'node:events'
import type { Logger, Refresh } from '@proxym/core'
import type { RedisConnection } from './redis-connection.ts'

interface WatchConnection {
  readonly connection: Pick<RedisConnection, 'reconnected'>
  readonly address: string
  readonly refresh: Refresh
  readonly signal: AbortSignal
  readonly logger: Pick<Logger, 'info'>
}

/**
 * Ask for a refresh whenever a lost connection is there again, until the signal aborts: others may have written meanwhile, and it
 * may be another server.
 */
export async function watchConnection({ connection, address, refresh, signal, logger }: WatchConnection): Promise<void> {
  const aborted = signal.aborted ? Promise.resolve() : once(signal, 'abort')
  while (!signal.aborted) {
    await Promise.race([connection.reconnected(), aborted])
    if (signal.aborted) return
    logger.info('Connected to Redis again', { address })
    // From here and not from the event, which belongs to the call that made the connection: its own refreshes wait.
    refresh(`connected to \`${address}\` again`)
  }
}

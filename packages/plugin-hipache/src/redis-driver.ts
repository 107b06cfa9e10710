import type { ProxymError } from '@proxym/core'
import type { ChainableCommander } from 'ioredis'
import type { Driver } from './driver.ts'
import type { KeyNames } from './keys.ts'
import { limits } from './limits.ts'
import type { Held } from './plan.ts'
import type { RedisConnection } from './redis-connection.ts'
import { readIndexes } from './redis-indexes.ts'

interface RedisDriverOptions {
  readonly connection: RedisConnection
  readonly address: string
  readonly keys: KeyNames
  readonly owner: string
}

/** Lists in Redis, as Hipache reads them. */
export function createRedisDriver({ connection, address, keys, owner }: RedisDriverOptions): Driver {
  const { redis } = connection
  const index = keys.index(owner)
  let watchedIn: number | undefined
  let isRegistered = false

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw connection.failure(error)
    }
  }

  return {
    address,
    nameOf: keys.frontend,
    indexOf: keys.index,
    connect: signal => connection.ready(signal),
    indexed: scope =>
      guarded(async () => {
        watchedIn = connection.session()
        const { indexed, registered } = await readIndexes(redis, keys, owner, scope)
        isRegistered = registered
        return indexed
      }),
    read: domains =>
      guarded(async () => {
        const held = new Map<string, Held>()
        for (const batch of batches(domains, limits.batch)) {
          const pipeline = redis.pipeline()
          for (const domain of batch) pipeline.lrange(keys.frontend(domain), 0, -1)
          const replies = (await pipeline.exec()) ?? []
          for (const [at, [error, entries]] of replies.entries()) {
            const domain = batch[at] ?? ''
            if (error !== null && !isWrongType(error)) throw error
            if (error !== null) held.set(domain, 'no list')
            else if ((entries as string[]).length > 0) held.set(domain, entries as string[])
          }
        }
        return held
      }),
    claim: (claims, releases) =>
      guarded(async () => {
        // What was watched is forgotten with its connection.
        if (watchedIn === undefined || connection.session() !== watchedIn) return false
        if (claims.length === 0 && releases.length === 0) return (await redis.unwatch()) === 'OK'
        const transaction = redis.multi()
        if (!isRegistered) transaction.sadd(keys.owners, owner)
        for (const batch of batches(claims, limits.members)) transaction.sadd(index, ...batch)
        for (const batch of batches(releases, limits.members)) transaction.srem(index, ...batch)
        return succeeded(await transaction.exec())
      }),
    write: (writes, removals) =>
      guarded(async () => {
        const work = [
          ...writes.map(({ domain, entries }) => ({
            domain,
            send: () =>
              emptied(redis.multi(), domain)
                .rpush(keys.frontend(domain), ...entries)
                .sadd(index, domain)
                .exec(),
          })),
          ...removals.map(domain => ({ domain, send: () => emptied(redis.multi(), domain).srem(index, domain).exec() })),
        ]
        const misfits: string[] = []
        let failure: ProxymError | undefined
        for (const batch of batches(work, limits.batch)) {
          const results = await Promise.allSettled(batch.map(({ send }) => send()))
          for (const [at, result] of results.entries()) {
            // One list that cannot be written must not keep the others from it.
            if (result.status === 'rejected') failure ??= connection.failure(result.reason)
            else if (!succeeded(result.value)) misfits.push(batch[at]?.domain ?? '')
          }
          if (connection.session() === undefined) break
        }
        if (failure !== undefined) throw failure
        return misfits
      }),
    close: () => connection.close(),
  }

  // LTRIM to nothing deletes a list as DEL does, and refuses a key of another type, which DEL would delete as well.
  function emptied(transaction: ChainableCommander, domain: string): ChainableCommander {
    return transaction.ltrim(keys.frontend(domain), 1, 0).del(keys.dead(domain))
  }
}

// Null: something watched has changed.
function succeeded(replies: [error: Error | null, result: unknown][] | null): boolean {
  const error = replies?.find(([failed]) => failed !== null)?.[0]
  if (error !== undefined && error !== null && !isWrongType(error)) throw error
  return replies !== null && error === undefined
}

const isWrongType = (error: Error): boolean => error.message.startsWith('WRONGTYPE')

function* batches<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}

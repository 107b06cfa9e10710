import { setTimeout as delay } from 'node:timers/promises'
import { messageOf, type PluginContext, problemsOf } from '@proxym/core'
import type { Annotation } from './annotation.ts'
import type { AnnotationStore, AnnotationsById } from './annotation-store.ts'
import { redisFailed, unreadable } from './errors.ts'
import { readKept, withEntry } from './kept-annotations.ts'
import { redisUrls } from './redis-address.ts'
import { createRedisClient } from './redis-client.ts'
import { createSignalled } from './signalled.ts'
import { keep, lastKept } from './state-store.ts'
import type { Warn } from './warn.ts'

// A message that was lost is made up for.
const READ_AGAIN_MS = 60_000
const AFTER_FAILURE_MS = 2000

const removeWhenSame = `if redis.call('hget', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('hdel', KEYS[1], ARGV[1])
redis.call('publish', KEYS[2], ARGV[1])
return 1`

/**
 * Annotations that several proxym share: the hash `<prefix>annotations`, and a channel of that name on which the id of what has changed
 * is published. What was last read is kept in the state folder too, for a start while Redis is away.
 */
export function createRedisStore(
  { address, prefix }: { readonly address: string; readonly prefix: string },
  proxym: Pick<PluginContext, 'defer' | 'signal' | 'state'>,
  warn: Warn,
): AnnotationStore {
  const client = createRedisClient(address)
  proxym.defer(() => client.redis.disconnect())
  const { shown } = redisUrls(address)
  const key = `${prefix}annotations`
  const { signal: stopped, state } = proxym
  /** As they stood in Redis when it was last read or written. */
  let texts: ReadonlyMap<string, string> = new Map()
  let known: AnnotationsById = new Map()

  const read = async (signal: AbortSignal): Promise<AnnotationsById> => {
    texts = new Map(Object.entries(await client.use(redis => redis.hgetall(key), signal)))
    const { annotations, unreadable: ids } = readKept([...texts].map(([id, text]) => [id, parsed(text)] as const))
    warn(ids.length === 0 ? undefined : unreadable(ids, `\`${key}\` at ${shown}`))
    known = annotations
    keep(state, known)
    return known
  }

  return {
    async load(signal) {
      try {
        return await read(signal)
      } catch (error) {
        const kept = lastKept(state, warn)
        if (kept === undefined) throw error
        warn(problemsOf(error, 'PROXYM_ANNOTATION_REDIS')[0])
        return kept
      }
    },
    async save(id, annotation) {
      await client.use(async redis => {
        const multi = redis.multi()
        if (annotation === undefined) multi.hdel(key, id)
        else multi.hset(key, id, textOf(annotation))
        const replies = (await multi.publish(key, id).exec()) ?? []
        for (const [error] of replies) if (error !== null) throw error
      }, stopped)
      // A start while Redis is away must know of it, whether the message about it has come or not.
      known = withEntry(known, id, annotation)
      texts = withEntry(texts, id, annotation === undefined ? undefined : textOf(annotation))
      keep(state, known)
    },
    async expire(id, annotation) {
      // Somebody may have put it off: only what is known here goes.
      const text = texts.get(id) ?? textOf(annotation)
      await client.use(redis => redis.eval(removeWhenSame, 2, key, key, id, text), stopped)
    },
    async follow(changed, signal) {
      const news = createSignalled()
      const subscriber = client.subscriber()
      // Between the loss of a connection and the next one anything may have been missed.
      subscriber.on('ready', () => void subscriber.subscribe(key).then(news.signal, () => subscriber.disconnect(true)))
      subscriber.on('message', news.signal)
      subscriber.connect().catch(() => {})
      try {
        while (!signal.aborted) {
          const next = news.next()
          const isRead = await read(signal).then(
            all => {
              changed(all)
              return true
            },
            error => {
              if (!signal.aborted) warn(problemsOf(error, '')[0] ?? redisFailed(shown, messageOf(error)))
              return false
            },
          )
          const timer = new AbortController()
          const rest = delay(isRead ? READ_AGAIN_MS : AFTER_FAILURE_MS, undefined, {
            signal: AbortSignal.any([signal, timer.signal]),
          }).catch(() => {})
          await Promise.race([rest, next])
          timer.abort()
        }
      } finally {
        subscriber.disconnect()
      }
    },
  }
}

const textOf = (annotation: Annotation): string => JSON.stringify(annotation)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

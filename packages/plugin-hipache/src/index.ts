import { definePlugin, text } from '@proxym/core'
import { createOutput } from './create-output.ts'
import { keyNames } from './keys.ts'
import { type HipacheOptions, options } from './options.ts'
import { createRedisConnection } from './redis-connection.ts'
import { createRedisDriver } from './redis-driver.ts'
import { redisSettings } from './redis-settings.ts'
import { watchConnection } from './watch-connection.ts'

export type { HipacheOptions } from './options.ts'

declare module '@proxym/core' {
  interface Plugins {
    hipache: HipacheOptions
  }
}

/** The virtual hosts of Hipache, in Redis. */
export default definePlugin({
  name: 'hipache',
  options,
  env: { DRIVER: text('driver'), REDIS_ADDRESS: text('redisAddress') },
  secrets: [
    'redisAddress',
    'redisOptions.password',
    'redisOptions.sentinelPassword',
    'redisOptions.tls.ca',
    'redisOptions.tls.cert',
    'redisOptions.tls.key',
  ],
  apply(proxym, given) {
    const { redis, address, keyPrefix } = redisSettings(given)
    const connection = createRedisConnection({
      redis,
      address,
      random: Math.random,
      onLost: reason => proxym.logger.named('connection').warn('Lost the connection to Redis', { address, reason }),
    })
    proxym.defer(() => connection.close())
    const keys = keyNames(keyPrefix)
    const driver = createRedisDriver({ connection, address, keys, owner: given.owner })
    const output = createOutput(driver, {
      withoutHosts: given.withoutHosts,
      maxWeight: given.maxWeight,
      catchAll: given.catchAll,
    })
    proxym.lock(`${address}#${keyPrefix}proxym:${given.owner}`, { exists: signal => output.exists(signal) })

    proxym.hooks.generateConfig.tapPromise({ name: 'lists', dryRun: true }, (snapshot, call) =>
      call.dryRun ? output.preview(snapshot, call) : output.apply(snapshot, call).then(() => undefined),
    )
    proxym.hooks.notify.tapPromise('connection', ({ refresh, signal }) =>
      watchConnection({ connection, address, refresh, signal, logger: proxym.logger.named('connection') }),
    )
  },
})

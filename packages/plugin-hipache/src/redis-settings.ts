import { isIP } from 'node:net'
import { authority } from '@proxym/core'
import type { RedisOptions } from 'ioredis'
import { limits } from './limits.ts'
import type { FilledOptions } from './options.ts'

/** Options of ioredis, with replies in the shapes of protocol 2. */
export type ClientOptions = RedisOptions & { readonly replyMapping: 'legacy' }

/** How a server is reached, and what it is called in messages. */
export interface RedisSettings {
  readonly redis: ClientOptions
  /** Without user and password: `redis://10.0.0.1:6379/0`. */
  readonly address: string
  readonly keyPrefix: string
}

/** Join the options with what must hold for every connection. */
export function redisSettings({ redisAddress, redisOptions, keyPrefix }: FilledOptions): RedisSettings {
  const { tls: tlsOptions, sentinels, name, db, ...rest } = redisOptions
  const { host = '', port = 0, database = 0, username, password, tls: isTls = false } = redisAddress ?? {}
  // A certificate is made out to a name; Node sends none for an address.
  const servername = host === '' || isIP(host) !== 0 ? {} : { servername: host }
  const tls = tlsOptions === undefined && !isTls ? undefined : { ...servername, ...tlsOptions }
  const scheme = tls === undefined ? 'redis' : 'rediss'
  const where = sentinels === undefined ? authority(host, port) : `${name}`
  const redis: ClientOptions = {
    ...rest,
    ...(sentinels === undefined ? { host, port } : { sentinels, name, failoverDetector: true }),
    username: rest.username ?? username,
    password: rest.password ?? password,
    db: db ?? database,
    tls,
    sentinelTLS: tls,
    // The protocol of every Redis there is; Hipache is older than the next one.
    protocol: 2,
    replyMapping: 'legacy',
    disableClientInfo: true,
    connectionName: 'proxym',
    lazyConnect: true,
    connectTimeout: limits.connectMs,
    commandTimeout: limits.commandMs,
    keepAlive: 10_000,
    // A command whose reply was lost may have been executed: only reading again can tell.
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  }
  return {
    redis,
    address: `${scheme}://${where}/${db ?? database}`,
    keyPrefix: keyPrefix ?? redisAddress?.keyPrefix ?? '',
  }
}

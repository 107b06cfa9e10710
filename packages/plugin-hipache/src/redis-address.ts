/** A Redis server, read from text. */
export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly database: number
  readonly username: string | undefined
  readonly password: string | undefined
  readonly tls: boolean
  /** What stands after `#`, as in the address that Hipache takes. */
  readonly keyPrefix: string | undefined
}

/** Read `host:port`, or `redis://` and `rediss://` with user, password, database and `#prefix`; undefined when it is neither. */
export function parseRedisAddress(text: string): RedisAddress | undefined {
  const trimmed = text.trim()
  const url = URL.parse(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `redis://${trimmed}`)
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.search !== '') return undefined
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1]
  // No port: the one of Redis. 0 can be written, but not connected to.
  const port = url.port === '' ? 6379 : Number(url.port)
  if (host === '' || database === undefined || port === 0) return undefined
  try {
    return {
      host,
      port,
      database: Number(database),
      username: decodeURIComponent(url.username) || undefined,
      password: decodeURIComponent(url.password) || undefined,
      tls: url.protocol === 'rediss:',
      keyPrefix: url.hash === '' ? undefined : decodeURIComponent(url.hash.slice(1)),
    }
  } catch {
    // A `%` that encodes nothing.
    return undefined
  }
}

import { createTestProxym } from '@proxym/core/testing'
import { describe, expect, test } from 'vitest'
import hipache, { type HipacheOptions } from '../src/index.ts'
import { options } from '../src/options.ts'
import { parseRedisAddress } from '../src/redis-address.ts'
import { redisSettings } from '../src/redis-settings.ts'

const plain = { database: 0, username: undefined, password: undefined, tls: false, keyPrefix: undefined }

describe('an address', () => {
  test.each([
    ['127.0.0.1:6379', { host: '127.0.0.1', port: 6379 }],
    ['redis.example.com', { host: 'redis.example.com', port: 6379 }],
    ['[fd00::1]:6380', { host: 'fd00::1', port: 6380 }],
    ['127.0.0.1:6379#my:', { host: '127.0.0.1', port: 6379, keyPrefix: 'my:' }],
    ['redis://r:1/3', { host: 'r', port: 1, database: 3 }],
    ['redis://:secret@r', { host: 'r', port: 6379, password: 'secret' }],
    ['rediss://me:p%40ss@r:1/#x', { host: 'r', port: 1, username: 'me', password: 'p@ss', tls: true, keyPrefix: 'x' }],
  ])('%s is read', (text, address) => {
    expect(parseRedisAddress(text)).toEqual({ ...plain, ...address })
  })

  test.each(['', ':6379', 'r:0', 'r:70000', 'http://r', 'redis://', 'redis://r/x', 'redis://r?a=b', 'redis://:%zz@r', 'r r:1'])(
    '%j is none',
    text => {
      expect(parseRedisAddress(text)).toBeUndefined()
    },
  )
})

describe('options', () => {
  test.each<[object, string]>([
    [{}, '`hipache.redisAddress` is required'],
    [{ redisAddress: 'http://r' }, 'must be `host:port` or a redis:// or rediss:// URL'],
    [{ redisAddress: 'r', driver: 'etcd' }, 'driver'],
    [{ redisAddress: 'r', owner: 'a b' }, 'owner` must be 1 to 100 letters'],
    [{ redisAddress: 'r', withoutHosts: 'removed' }, 'Did you mean "remove"?'],
    [{ redisAddress: 'r', maxWeight: 0 }, 'maxWeight'],
    [{ redisAddress: 'r', redisAdress: 'r' }, 'Did you mean `redisAddress`?'],
    [{ redisOptions: { sentinels: [{ host: 's' }] } }, '`hipache.redisOptions.name` is required'],
  ])('%j are a mistake that says what to write', (given, message) => {
    expect(() => hipache(given as HipacheOptions)).toThrow(message)
  })

  test('a wrong address is not repeated: it may hold a password', () => {
    expect(() => hipache({ redisAddress: 'http://:hunter2@r' })).not.toThrow('hunter2')
  })

  const settingsOf = (given: HipacheOptions) => redisSettings(options.parse(given))

  test('the name of the server has no user and no password', () => {
    const { address, redis } = settingsOf({ redisAddress: 'rediss://me:hunter2@r.example.com:1/2#p' })
    expect(address).toBe('rediss://r.example.com:1/2')
    expect(redis).toMatchObject({ username: 'me', password: 'hunter2', db: 2, tls: { servername: 'r.example.com' } })
  })

  test('the lock is on address, prefix and owner, without user and password', () => {
    const { proxym } = createTestProxym(hipache({ redisAddress: 'redis://me:hunter2@r:1/2#p:', owner: 'east' }))
    expect(proxym.locks).toEqual(['redis://r:1/2#p:proxym:east'])
  })

  test('the prefix is that of the address unless the option says another one', () => {
    expect(settingsOf({ redisAddress: 'redis://r#p:' }).keyPrefix).toBe('p:')
    expect(settingsOf({ redisAddress: 'redis://r#p:', keyPrefix: '' }).keyPrefix).toBe('')
    expect(settingsOf({ redisAddress: 'r' }).keyPrefix).toBe('')
  })

  test('Sentinels, passwords and TLS reach ioredis; what keeps the lists right cannot be changed', () => {
    const { redis, address } = settingsOf({
      redisOptions: {
        sentinels: [{ host: 's1' }],
        name: 'mymaster',
        sentinelPassword: 'a',
        password: 'b',
        db: 1,
        tls: { ca: 'PEM' },
      },
    })
    expect(redis).toMatchObject({
      sentinels: [{ host: 's1', port: 26_379 }],
      name: 'mymaster',
      password: 'b',
      db: 1,
      tls: { ca: 'PEM' },
    })
    expect(redis).toMatchObject({
      sentinelPassword: 'a',
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      commandTimeout: 2000,
    })
    expect(address).toBe('rediss://mymaster/1')
    expect(() => hipache({ redisAddress: 'r', redisOptions: { enableOfflineQueue: true } as never })).toThrow(
      'enableOfflineQueue',
    )
  })
})

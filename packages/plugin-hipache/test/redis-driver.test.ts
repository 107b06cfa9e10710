import { expect, onTestFinished, test } from 'vitest'
import { keyNames } from '../src/keys.ts'
import { options } from '../src/options.ts'
import { createRedisConnection } from '../src/redis-connection.ts'
import { createRedisDriver } from '../src/redis-driver.ts'
import { redisSettings } from '../src/redis-settings.ts'
import { startRedis } from './rig/redis-server.ts'

async function connected() {
  const server = await startRedis()
  const { redis, address } = redisSettings(options.parse({ redisAddress: `127.0.0.1:${server.port}` }))
  const connection = createRedisConnection({ redis, address, random: () => 0, onLost() {} })
  onTestFinished(() => connection.close())
  const driver = createRedisDriver({ connection, address, keys: keyNames(''), owner: 'east' })
  const signal = new AbortController().signal
  await driver.connect(signal)
  return { driver, connection, client: server.client, signal }
}

test('a key that became another type since it was read is left as it is, and the others are written', async () => {
  const { driver, client } = await connected()
  await client.set('frontend:odd', 'a text')
  await client.set('frontend:gone', 'a text')
  const entries = ['web', 'http://1.1.1.1:1']
  expect(
    await driver.write(
      [
        { domain: 'odd', entries },
        { domain: 'fine', entries },
      ],
      ['gone'],
    ),
  ).toEqual(['odd', 'gone'])
  expect(await client.mget('frontend:odd', 'frontend:gone')).toEqual(['a text', 'a text'])
  expect(await client.lrange('frontend:fine', 0, -1)).toEqual(entries)
})

test('a claim is refused when an index, or the registry of owners, has changed since it was read', async () => {
  const { driver, client } = await connected()
  await client.sadd('proxym:owners', 'west')
  const changes = [
    () => client.sadd('proxym:west:frontends', 'a'),
    () => client.sadd('proxym:east:frontends', 'b'),
    () => client.sadd('proxym:owners', 'north'),
  ]
  for (const change of changes) {
    await driver.indexed('all')
    await change()
    expect(await driver.claim(['c'], [])).toBe(false)
  }
  await driver.indexed('all')
  expect(await driver.claim(['c'], ['b'])).toBe(true)
  expect(await client.smembers('proxym:east:frontends')).toEqual(['c'])
})

test('a claim is refused on another connection than the one that watches', async () => {
  const { driver, connection, client, signal } = await connected()
  await driver.indexed('all')
  connection.redis.disconnect(true)
  await connection.reconnected()
  await driver.connect(signal)
  expect(await driver.claim(['c'], [])).toBe(false)
  expect(await client.dbsize()).toBe(0)
})

test('the indexes of others are read for some domains as for all', async () => {
  const { driver, client } = await connected()
  await client.sadd('proxym:owners', 'west', 'east')
  await client.sadd('proxym:west:frontends', 'a', 'b')
  await client.sadd('proxym:east:frontends', 'c', 'd', 'e')
  const others = (...domains: readonly string[]) => new Map([['west', new Set(domains)]])
  expect(await driver.indexed('all')).toEqual({ owned: { mine: new Set(['c', 'd', 'e']), others: others('a', 'b') }, size: 3 })
  expect(await driver.indexed(['a', 'c', 'x'])).toEqual({ owned: { mine: new Set(['c']), others: others('a') }, size: 3 })
  expect(await driver.indexed([])).toEqual({ owned: { mine: new Set(), others: others() }, size: 3 })
})

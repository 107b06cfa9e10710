import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Service, Snapshot } from '@proxym/core'
import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { createOutput } from '../src/create-output.ts'
import { keyNames } from '../src/keys.ts'
import { options } from '../src/options.ts'
import { createRedisConnection } from '../src/redis-connection.ts'
import { createRedisDriver } from '../src/redis-driver.ts'
import { redisSettings } from '../src/redis-settings.ts'
import { type RedisServer, startRedis } from './rig/redis-server.ts'
import { startTcpProxy } from './rig/tcp-proxy.ts'

// Everything is short here: a run for each byte.
const domainOf = (id: string): string => `${id}.x.y`
const snapshot = (...services: readonly (readonly [id: string, ...last: number[]])[]): Snapshot => ({
  services: services.map(([id, ...last]) => {
    const hosts = last.map(number => ({ ip: `1.1.1.${number}`, port: 1, weight: 1, metadata: {} }))
    return { id, applicationProtocol: 'http', domains: [domainOf(id)], hosts, proxyPath: '' } as unknown as Service
  }),
})

// One list of each kind: Same, Other host, Fewer hosts, Gone, New, anothEr owner's.
const before = snapshot(['s', 1], ['o', 1], ['f', 1, 2], ['g', 1], ['e', 9])
const after = snapshot(['s', 1], ['o', 2], ['f', 2], ['n', 1], ['e', 9])
const always = ['s', 'o', 'f']

/** All that is in Redis, but what the test itself marks as dead. */
async function worldOf({ client }: RedisServer): Promise<Readonly<Record<string, readonly string[]>>> {
  const keys = (await client.keys('*')).sort()
  const values = keys.map(async key =>
    key.startsWith('frontend:') ? client.lrange(key, 0, -1) : (await client.smembers(key)).sort(),
  )
  return Object.fromEntries(await Promise.all(values.map(async (value, at) => [keys[at] ?? '', await value] as const)))
}

/** The plugin without proxym around it: the same parts, with no wait before a new connection. */
function writer(port: number) {
  const { redis, address, keyPrefix } = redisSettings(options.parse({ redisAddress: `127.0.0.1:${port}` }))
  const connection = createRedisConnection({ redis, address, random: () => 0, onLost() {} })
  onTestFinished(() => connection.close())
  const driver = createRedisDriver({ connection, address, keys: keyNames(keyPrefix), owner: 'p' })
  const output = createOutput(driver, { withoutHosts: 'identifier', maxWeight: 100, catchAll: undefined })
  return { output, connection }
}

const signal = new AbortController().signal
const call = { signal, report() {} }

/** What core does: again and again until it succeeds. Returns how often. */
async function untilApplied({ output, connection }: ReturnType<typeof writer>, wanted: Snapshot): Promise<number> {
  for (let tries = 1; ; tries++) {
    try {
      await output.apply(wanted, call)
      return tries
    } catch (error) {
      if (tries === 20) throw error
      if (connection.session() === undefined) await once(connection.redis, 'ready')
    }
  }
}

/** Read the lists that have hosts all the time, and remember everything odd. */
function startReader(port: number) {
  const client = new Redis({ port, host: '127.0.0.1' })
  const odd = new Set<string>()
  let reads = 0
  let stopped = false
  const ended = (async () => {
    while (!stopped) {
      const pipeline = client.pipeline()
      for (const id of always) pipeline.lrange(`frontend:${domainOf(id)}`, 0, -1)
      for (const [, entries] of (await pipeline.exec()) ?? []) {
        const list = entries as string[]
        if (list.length < 2 || new Set(list).size !== list.length) odd.add(list.join())
      }
      reads++
      await pause(1)
    }
    client.disconnect()
  })()
  const stop = async (): Promise<void> => {
    stopped = true
    await ended
  }
  return { odd, reads: () => reads, stop }
}

test('cut at every byte in either direction, the lists end as wanted, and a reader never sees one empty or doubled', async () => {
  const server = await startRedis()
  await server.client.rpush('frontend:hand.x.y', 'hand', 'http://1.2.3.4:1')
  await server.client.rpush('frontend:e.x.y', 'e', 'http://1.1.1.7:1')
  await server.client.sadd('proxym:w:frontends', 'e.x.y')
  await server.client.sadd('proxym:owners', 'w')
  const proxy = await startTcpProxy(server.port)
  const world = writer(proxy.port)
  const { output, connection } = world

  // Each kind of call from its own wanted state, once without a cut: the wanted worlds, and how many bytes it takes.
  await untilApplied(world, before)
  const [first, wantedBefore] = [connection.session(), await worldOf(server)]
  await untilApplied(world, after)
  const wantedAfter = await worldOf(server)
  const costs = async (direction: 'sent' | 'received') => {
    await untilApplied(world, before)
    proxy.cutAfter(undefined)
    await output.apply(after, call)
    return direction === 'sent' ? proxy.sent() : proxy.received()
  }
  const reader = startReader(server.port)
  onTestFinished(reader.stop)
  let runs = 0
  let repeated = 0
  for (const direction of ['sent', 'received'] as const) {
    const bytes = await costs(direction)
    for (let at = 1; at <= bytes; at++) {
      await untilApplied(world, before)
      await server.client.sadd('dead:o.x.y', 0)
      proxy.cutAfter(at, direction)
      if ((await untilApplied(world, after)) > 1) repeated++
      proxy.cutAfter(undefined)
      runs++
      const found = await worldOf(server)
      if (JSON.stringify(found) !== JSON.stringify(wantedAfter))
        expect({ direction, at, found }).toEqual({ direction, at, found: wantedAfter })
    }
  }
  await untilApplied(world, before)
  expect(await worldOf(server)).toEqual(wantedBefore)
  await reader.stop()
  process.stderr.write(
    `${runs} cuts, ${repeated} calls repeated, ${reader.reads()} reads, ${(connection.session() ?? 0) - (first ?? 0)} new connections\n`,
  )
  expect([...reader.odd]).toEqual([])
  expect(runs).toBeGreaterThanOrEqual(1000)
  expect(repeated).toBeGreaterThanOrEqual(runs * 0.9)
  expect(reader.reads()).toBeGreaterThan(1000)
}, 300_000)

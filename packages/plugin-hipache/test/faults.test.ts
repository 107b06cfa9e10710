import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { freePort } from '../../plugin-haproxy/test/rig/free-port.ts'
import { until } from '../../plugin-haproxy/test/rig/until.ts'
import { type Hosted, hosted, web } from './rig/hosted.ts'
import { type RedisServer, startRedis } from './rig/redis-server.ts'
import { startTcpProxy } from './rig/tcp-proxy.ts'

const entries = (id: string, ...last: readonly number[]) => [id, ...last.map(number => `http://10.10.10.${number}:8888`)]
const list = ({ client }: RedisServer, id: string) => client.lrange(`frontend:${id}.example.com`, 0, -1)

/** proxym at work: its watchers too. */
async function running(...given: Parameters<typeof hosted>): Promise<Hosted> {
  const world = hosted(...given)
  await world.proxym.start()
  return world
}

const holds = (server: RedisServer, id: string, ...last: readonly number[]) =>
  until(`${id} is right`, async () => (await list(server, id)).join() === entries(id, ...last).join(), 20_000)

const fails = (world: Hosted, message: string) =>
  until(message, () => world.problems().some(problem => problem.includes(message)) || undefined)

/** The other generator has the newest services although Redis has not. */
async function othersAreLive(world: Hosted): Promise<void> {
  await world.apply(web('live', 9), web('web', 2))
  expect(world.others.at(-1)).toBe('live web')
}

test('stopped at start: the others are live, and the lists are right when it is there', async () => {
  const port = await freePort()
  const world = await running({ redisAddress: `127.0.0.1:${port}` })
  await world.apply(web('web', 1))
  await fails(world, 'is not connected: connect ECONNREFUSED')
  await othersAreLive(world)
  await holds(await startRedis({ port }), 'web', 2)
  await until('it is in sync', () => world.state() === 'in sync')
})

test('killed in the middle and started empty: all lists are written again, without a resync', async () => {
  const server = await startRedis()
  const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
  await world.apply(web('web', 1))
  await server.stop()
  await until('the loss is logged', () => world.proxym.log.some(({ message }) => message === 'Lost the connection to Redis'))
  await othersAreLive(world)
  const again = await startRedis({ port: server.port })
  await holds(again, 'web', 2)
  await holds(again, 'live', 9)
})

test('a connection that was lost while nothing happened is made again, and everything is compared', async () => {
  const server = await startRedis()
  let again = server
  const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
  await world.apply(web('web', 1))
  for (let times = 1; times <= 4; times++) {
    await again.stop()
    again = await startRedis({ port: server.port })
    await holds(again, 'web', 1)
  }
  // Its own refreshes are no loop.
  expect(world.problems()).toEqual([])
})

test('frozen: a call fails after two seconds, the others are live, and it is right when it thaws', async () => {
  const server = await startRedis()
  const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
  await world.apply(web('web', 1))
  server.kill('SIGSTOP')
  world.report(web('live', 9), web('web', 2))
  const refreshed = world.proxym.refresh()
  await until('the others are live', () => world.others.at(-1) === 'live web')
  expect([world.state(), world.problems()]).toEqual(['running', []])
  await refreshed
  expect(world.problems().join()).toContain('did not answer within 2000 ms')
  server.kill('SIGCONT')
  await holds(server, 'web', 2)
})

test('a replica: nothing is written, the reason is named, and it is right when it is the primary', async () => {
  const primary = await startRedis()
  const server = await startRedis({ args: ['--replicaof', '127.0.0.1', `${primary.port}`] })
  const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
  await world.apply(web('web', 1))
  await fails(world, 'READONLY')
  await othersAreLive(world)
  expect(await list(server, 'web')).toEqual([])
  await server.client.replicaof('NO', 'ONE')
  await holds(server, 'web', 2)
})

test('a replica is not asked in a tight loop: one new connection for each try, and tries have back-off', async () => {
  const primary = await startRedis()
  const server = await startRedis({ args: ['--replicaof', '127.0.0.1', `${primary.port}`] })
  const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
  const connections = async () => Number(/total_connections_received:(\d+)/.exec(await server.client.info('stats'))?.[1])
  await world.apply(web('web', 1))
  const [before, from] = [await connections(), performance.now()]
  await until('it was tried four times more', () => world.tries() >= 5, 20_000)
  expect((await connections()) - before).toBeLessThanOrEqual(world.tries())
  // Half a second, one, two and four, each with full jitter: never nothing four times.
  expect(performance.now() - from).toBeGreaterThan(100)
})

describe('the password', () => {
  test('a wrong one: the reason is named, the password is not', async () => {
    const server = await startRedis({ password: 'right-secret' })
    const world = await running({ redisAddress: `redis://:wrong-secret@127.0.0.1:${server.port}` })
    await world.apply(web('web', 1))
    await fails(world, 'WRONGPASS')
    await othersAreLive(world)
    expect(world.everything()).not.toContain('secret')
    await server.client.config('SET', 'requirepass', 'wrong-secret')
    const other = new Redis({ port: server.port, password: 'wrong-secret' })
    await until('the list is there', async () => (await other.exists('frontend:web.example.com')) === 1, 20_000)
    other.disconnect()
    expect(world.everything()).not.toContain('secret')
  })

  test('none where one is needed', async () => {
    const server = await startRedis({ password: 'right-secret' })
    const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
    await world.apply(web('web', 1))
    await fails(world, 'NOAUTH')
  })

  test('changed by somebody while the connection stands', async () => {
    const server = await startRedis({ password: 'right-secret' })
    const world = await running({ redisAddress: `redis://:right-secret@127.0.0.1:${server.port}` })
    await world.apply(web('web', 1))
    await server.client.acl('SETUSER', 'default', '-rpush')
    await world.apply(web('web', 2))
    await fails(world, 'NOPERM')
    // What ioredis throws carries the arguments of its command.
    expect(world.proxym.proxym.problems().map(({ cause }) => cause)).toEqual([undefined])
    await othersAreLive(world)
    expect(await list(server, 'web')).toEqual(entries('web', 1))
    await server.client.acl('SETUSER', 'default', '+rpush')
    await holds(server, 'web', 2)
    expect(world.everything()).not.toContain('secret')
  })
})

test('memory is used up: what is there stays, the reason is named, and it is right when there is room', async () => {
  const server = await startRedis()
  const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
  await world.apply(web('web', 1))
  await server.client.config('SET', 'maxmemory', '1')
  await othersAreLive(world)
  await fails(world, 'OOM')
  expect(await list(server, 'web')).toEqual(entries('web', 1))
  await server.client.config('SET', 'maxmemory', '0')
  await holds(server, 'web', 2)
  await holds(server, 'live', 9)
})

describe('FLUSHALL by others', () => {
  test('the next resync writes everything again', async () => {
    const server = await startRedis()
    const world = await running({ redisAddress: `127.0.0.1:${server.port}` }, { resyncMs: 1000 })
    await world.apply(web('web', 1))
    await server.client.flushall()
    await holds(server, 'web', 1)
    expect(await server.client.smembers('proxym:proxym:frontends')).toEqual(['web.example.com'])
  })

  test('a change of one list notices that the others are gone', async () => {
    const server = await startRedis()
    const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
    await world.apply(web('one', 1), web('two', 1))
    await server.client.flushall()
    await world.apply(web('one', 2), web('two', 1))
    expect([await list(server, 'one'), await list(server, 'two')]).toEqual([entries('one', 2), entries('two', 1)])
  })
})

test('an edit by another hand is put right by the next look at everything', async () => {
  const server = await startRedis()
  const world = await running({ redisAddress: `127.0.0.1:${server.port}` })
  await world.apply(web('web', 1))
  await server.client.rpush('frontend:web.example.com', 'http://6.6.6.6:1')
  await world.apply(web('web', 1))
  expect(await list(server, 'web')).toEqual(entries('web', 1))
})

describe('failover of two servers behind one address', () => {
  async function failedOver() {
    const [one, two] = [await startRedis(), await startRedis()]
    await two.client.replicaof('127.0.0.1', one.port)
    const proxy = await startTcpProxy(one.port)
    const world = await running({ redisAddress: `127.0.0.1:${proxy.port}` })
    await world.apply(web('web', 1))
    await holds(two, 'web', 1)
    await two.client.replicaof('NO', 'ONE')
    // The last write of the old primary is lost.
    await world.apply(web('web', 2), web('live', 9))
    await holds(one, 'web', 2)
    await one.client.replicaof('127.0.0.1', two.port)
    proxy.turnTo(two.port)
    return { two, proxy, world }
  }

  test('the connection ends: the lists are right on the new primary', async () => {
    const { two, proxy, world } = await failedOver()
    proxy.end()
    await holds(two, 'web', 2)
    await holds(two, 'live', 9)
    await othersAreLive(world)
  })

  test('the connection to the old primary stays: that it only reads now makes the plugin connect anew', async () => {
    const { two, world } = await failedOver()
    await until('the new primary has the list', async () => {
      await world.apply(web('web', 3))
      return (await list(two, 'web')).join() === entries('web', 3).join()
    })
    expect(await list(two, 'live')).toEqual([])
  })
})

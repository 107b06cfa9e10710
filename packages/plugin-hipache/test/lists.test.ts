import { describe, expect, test } from 'vitest'
import { hosted, web } from './rig/hosted.ts'
import { startRedis } from './rig/redis-server.ts'

const list = (client: { lrange(key: string, from: number, to: number): Promise<string[]> }, domain: string, prefix = '') =>
  client.lrange(`${prefix}frontend:${domain}`, 0, -1)

/** Commands that the server has executed since it was asked last, without those of the asking. */
async function counter(client: { info(section: string): Promise<string>; config(...args: string[]): Promise<unknown> }) {
  const read = async () =>
    new Map(
      [...(await client.info('commandstats')).matchAll(/cmdstat_(\w+):calls=(\d+)/g)].map(([, name = '', calls]) => [
        name,
        Number(calls),
      ]),
    )
  let before = await read()
  return async () => {
    const now = await read()
    const since = [...now].flatMap(([name, calls]) =>
      calls > (before.get(name) ?? 0) ? [[name, calls - (before.get(name) ?? 0)]] : [],
    )
    before = now
    return Object.fromEntries(since.filter(([name]) => name !== 'info'))
  }
}

test('a list with an old address ends in exactly the identifier and the new one', async () => {
  const { client, port } = await startRedis()
  await client.rpush('frontend:web.example.com', 'web', 'http://11.11.11.11:8888')
  await hosted({ redisAddress: `127.0.0.1:${port}` }).apply(web('web', 10))
  expect(await list(client, 'web.example.com')).toEqual(['web', 'http://10.10.10.10:8888'])
})

test('a list that was left with its identifier only (G17) ends right, and is not appended to', async () => {
  const { client, port } = await startRedis()
  await client.rpush('frontend:web.example.com', 'web')
  await hosted({ redisAddress: `127.0.0.1:${port}` }).apply(web('web', 1, 2))
  expect(await list(client, 'web.example.com')).toEqual(['web', 'http://10.10.10.1:8888', 'http://10.10.10.2:8888'])
})

test('what vanished is removed (G16), what was never ours is not', async () => {
  const { client, port } = await startRedis()
  await client.rpush('frontend:hand.example.com', 'hand', 'http://1.2.3.4:1')
  const { apply } = hosted({ redisAddress: `127.0.0.1:${port}` })
  await apply(web('one', 1), web('two', 2))
  expect((await client.keys('*')).sort()).toEqual([
    'frontend:hand.example.com',
    'frontend:one.example.com',
    'frontend:two.example.com',
    'proxym:owners',
    'proxym:proxym:frontends',
  ])
  await apply(web('two', 2))
  expect((await client.keys('frontend:*')).sort()).toEqual(['frontend:hand.example.com', 'frontend:two.example.com'])
  expect(await client.smembers('proxym:proxym:frontends')).toEqual(['two.example.com'])
  await apply()
  expect((await client.keys('*')).sort()).toEqual(['frontend:hand.example.com', 'proxym:owners'])
})

test('a restart knows what it created before', async () => {
  const { client, port } = await startRedis()
  const first = hosted({ redisAddress: `127.0.0.1:${port}` })
  await first.apply(web('one', 1), web('two', 2))
  await first.proxym.stop()
  await hosted({ redisAddress: `127.0.0.1:${port}` }).apply(web('two', 2))
  expect(await client.keys('frontend:*')).toEqual(['frontend:two.example.com'])
})

test('positions that Hipache had marked dead are forgotten with the list they belong to, and with no other', async () => {
  const { client, port } = await startRedis()
  const { apply } = hosted({ redisAddress: `127.0.0.1:${port}` })
  await apply(web('one', 1, 2), web('two', 1), web('three', 1))
  for (const id of ['one', 'two', 'three']) await client.sadd(`dead:${id}.example.com`, 0)
  await apply(web('one', 2), web('two', 1))
  expect(await client.keys('dead:*')).toEqual(['dead:two.example.com'])
})

test('wildcards, `*`, weights, a prefix, a database and an owner are where they belong', async () => {
  const { client, port } = await startRedis()
  const { apply } = hosted({ redisAddress: `redis://127.0.0.1:${port}/3#p:`, owner: 'east', catchAll: 'web' })
  await apply({ ...web('web'), domains: ['*.example.com'], hosts: [{ ip: 'fd00::1', port: 80, weight: 2 }] })
  await client.select(3)
  const entries = ['web', 'http://[fd00::1]:80', 'http://[fd00::1]:80']
  expect(await list(client, '*.example.com', 'p:')).toEqual(entries)
  expect(await list(client, '*', 'p:')).toEqual(entries)
  expect((await client.smembers('p:proxym:east:frontends')).sort()).toEqual(['*', '*.example.com'])
  expect(await client.smembers('p:proxym:owners')).toEqual(['east'])
})

describe('what it costs', () => {
  test('unchanged lists cost one read each and no write', async () => {
    const { client, port } = await startRedis()
    const { apply } = hosted({ redisAddress: `127.0.0.1:${port}` })
    await apply(web('one', 1), web('two', 2))
    const count = await counter(client)
    await apply(web('one', 1), web('two', 2))
    expect(await count()).toEqual({ lrange: 2, smembers: 2, scard: 1, watch: 2, unwatch: 1 })
  })

  test('a changed list costs one transaction, and the others nothing', async () => {
    const { client, port } = await startRedis()
    const { apply } = hosted({ redisAddress: `127.0.0.1:${port}` })
    const many = Array.from({ length: 50 }, (_, number) => web(`web${number}`, 1))
    await apply(...many)
    const count = await counter(client)
    await apply(...many.slice(1), web('web0', 1, 2))
    expect(await count()).toEqual({
      ...{ lrange: 1, sismember: 1, smembers: 1, scard: 1, watch: 2, unwatch: 1 },
      ...{ multi: 1, ltrim: 1, rpush: 1, del: 1, sadd: 1, exec: 1 },
    })
  })

  test('the first time: one claim for all, and one transaction per list', async () => {
    const { client, port } = await startRedis()
    const count = await counter(client)
    await hosted({ redisAddress: `127.0.0.1:${port}` }).apply(
      ...Array.from({ length: 50 }, (_, number) => web(`web${number}`, 1)),
    )
    expect(await count()).toMatchObject({ lrange: 50, multi: 51, exec: 51, rpush: 50, ltrim: 50 })
  })
})

describe('a dry run', () => {
  test('shows the lists that would change, and changes nothing', async () => {
    const { client, port } = await startRedis()
    const { apply, report, proxym } = hosted({ redisAddress: `127.0.0.1:${port}` })
    await apply(web('gone', 1), web('same', 1), web('web', 1))
    const before = await client.keys('*')
    report(web('new', 3), web('same', 1), web('web', 2))
    const target = (domain: string) => `redis://127.0.0.1:${port}/0 frontend:${domain}.example.com`
    expect(await proxym.diff()).toEqual([
      { target: target('gone'), before: 'gone\nhttp://10.10.10.1:8888\n', after: '' },
      { target: target('new'), before: '', after: 'new\nhttp://10.10.10.3:8888\n' },
      { target: target('web'), before: 'web\nhttp://10.10.10.1:8888\n', after: 'web\nhttp://10.10.10.2:8888\n' },
    ])
    expect((await client.keys('*')).sort()).toEqual(before.sort())
    expect(await list(client, 'web.example.com')).toEqual(['web', 'http://10.10.10.1:8888'])
  })

  test('on an empty server it leaves no key at all', async () => {
    const { client, port } = await startRedis()
    const { report, proxym } = hosted({ redisAddress: `127.0.0.1:${port}` })
    report(web('new', 3))
    expect(await proxym.diff()).toHaveLength(1)
    expect(await client.dbsize()).toBe(0)
  })
})

test('a key of another type is reported and left alone, the others go on, and it is written once it is free', async () => {
  const { client, port } = await startRedis()
  await client.set('frontend:odd.example.com', 'a text')
  const { apply, problems } = hosted({ redisAddress: `127.0.0.1:${port}` })
  await apply(web('odd', 1), web('web', 2))
  expect(await client.get('frontend:odd.example.com')).toBe('a text')
  expect(await list(client, 'web.example.com')).toEqual(['web', 'http://10.10.10.2:8888'])
  expect(problems()).toEqual(['`frontend:odd.example.com` is not a list and is left alone'])
  await client.del('frontend:odd.example.com')
  await apply(web('odd', 1), web('web', 3))
  expect(await list(client, 'odd.example.com')).toEqual(['odd', 'http://10.10.10.1:8888'])
  expect(problems()).toEqual([])
})

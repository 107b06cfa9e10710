import { once } from 'node:events'
import { expect, it, vi } from 'vitest'
import { freePort } from '../../plugin-haproxy/test/rig/free-port.ts'
import { hosted } from './rig/hosted.ts'
import { startRedis } from './rig/redis-server.ts'

const redisAt = (port: number) => ({ address: `127.0.0.1:${port}`, prefix: 'test:' })
const sale = { domains: ['sale.example.org'] }

it('is shared: what one proxym is told, the others do at once, and forget it with it', async () => {
  const { port, client } = await startRedis()
  const [first, second] = [await hosted({ redis: redisAt(port) }), await hosted({ redis: redisAt(port) })]
  await Promise.all([first, second].map(({ becomes }) => becomes('shop', 'shop.example.com')))
  const before = second.calls()
  expect((await first.ask('PUT', '/annotations/shop', sale)).status).toBe(204)
  await Promise.all([first, second].map(({ becomes }) => becomes('shop', 'shop.example.com', 'sale.example.org')))
  expect(await client.hgetall('test:annotations')).toEqual({ shop: JSON.stringify(sale) })
  expect((await second.ask('DELETE', '/annotations/shop')).status).toBe(204)
  await Promise.all([first, second].map(({ becomes }) => becomes('shop', 'shop.example.com')))
  expect([second.calls(), await client.exists('test:annotations')]).toEqual([before, 0])
})

it('is there from the first cycle on, and what cannot be read in Redis takes nothing with it and stays', async () => {
  const { port, client } = await startRedis()
  await client.hset('test:annotations', { shop: JSON.stringify(sale), odd: '{', pay: '{"config":1}' })
  const { becomes, log } = await hosted({ redis: redisAt(port) })
  await becomes('shop', 'shop.example.com', 'sale.example.org')
  expect(log).toContainEqual(expect.objectContaining({ level: 'warn', message: expect.stringContaining('`odd`, `pay`') }))
  expect(await client.hlen('test:annotations')).toBe(3)
})

it('expires in Redis too, unless somebody has put it off', async () => {
  const { port, client } = await startRedis()
  const { ask, becomes } = await hosted({ redis: redisAt(port) })
  await becomes('shop', 'shop.example.com')
  const expiresAt = new Date(Date.now() + 1500).toISOString()
  await ask('PUT', '/annotations/shop', { ...sale, expiresAt })
  await ask('PUT', '/annotations/pay', { config: 'a', expiresAt })
  await becomes('shop', 'shop.example.com', 'sale.example.org')
  // Written by one that could not publish it.
  const later = JSON.stringify({ config: 'a', expiresAt: '2999-01-01T00:00:00.000Z' })
  await client.hset('test:annotations', { pay: later })
  const messages = client.duplicate()
  await messages.subscribe('test:annotations')
  const expired = once(messages, 'message')
  await becomes('shop', 'shop.example.com')
  await expired
  messages.disconnect()
  expect(await client.hgetall('test:annotations')).toEqual({ pay: later })
})

it('while Redis is away: what is known stays, a change is refused, and all is well when it is back', async () => {
  const server = await startRedis()
  const { ask, becomes, domains, refresh } = await hosted({ redis: redisAt(server.port) })
  await ask('PUT', '/annotations/shop', sale)
  await becomes('shop', 'shop.example.com', 'sale.example.org')
  await server.stop()
  expect(await ask('PUT', '/annotations/pay', sale)).toMatchObject({ status: 503, body: { code: 'PROXYM_ANNOTATION_REDIS' } })
  await refresh()
  expect([domains('shop'), domains('pay')]).toEqual([['shop.example.com', 'sale.example.org'], ['pay.example.com']])
  expect((await ask('GET', '/annotations')).body).toHaveLength(1)
  const again = await startRedis({ port: server.port })
  // proxym may be quicker than this: then it hears of it.
  await again.client
    .multi()
    .hset('test:annotations', 'pay', '{"domains":["pay.example.org"]}')
    .publish('test:annotations', 'pay')
    .exec()
  await becomes('pay', 'pay.example.com', 'pay.example.org')
  expect(domains('shop')).toEqual(['shop.example.com'])
})

it('a start while Redis is away holds everything when nothing is known, and goes on as soon as it is there', async () => {
  const port = await freePort()
  const { proxym, refresh, becomes } = await hosted({ redis: redisAt(port) })
  const { held } = await refresh()
  expect(held.map(({ code }) => code)).toEqual(['PROXYM_HELD_ANNOTATE'])
  expect(
    proxym
      .problems()
      .map(({ message }) => message)
      .join(),
  ).toMatch(/Redis at `redis:\/\/127\.0\.0\.1:\d+` cannot be used/)
  await startRedis({ port })
  await becomes('shop', 'shop.example.com')
})

it('a start while Redis is away uses what an earlier proxym has kept', async () => {
  const server = await startRedis()
  const first = await hosted({ redis: redisAt(server.port) })
  await first.ask('PUT', '/annotations/shop', sale)
  await first.becomes('shop', 'shop.example.com', 'sale.example.org')
  await server.stop()
  const second = await hosted({ redis: redisAt(server.port), handover: first.proxym.handover() })
  await second.becomes('shop', 'shop.example.com', 'sale.example.org')
})

it('never tells the password', async () => {
  const { port } = await startRedis({ args: ['--requirepass', 'right'] })
  const { ask, log, proxym } = await hosted({ redis: { address: `redis://:canary-4711@127.0.0.1:${port}`, prefix: 'test:' } })
  const answer = await ask('PUT', '/annotations/shop', sale)
  expect(answer).toMatchObject({ status: 503, body: { message: expect.stringContaining('WRONGPASS') } })
  expect(JSON.stringify([answer, log, proxym.status(), proxym.problems()])).not.toContain('canary-4711')
})

it('reads again soon when reading fails while the connection is there', async () => {
  const { port, client } = await startRedis()
  const { ask, becomes, log } = await hosted({ redis: redisAt(port) })
  await ask('PUT', '/annotations/shop', sale)
  await becomes('shop', 'shop.example.com', 'sale.example.org')
  await client.multi().del('test:annotations').set('test:annotations', 'no hash').publish('test:annotations', 'x').exec()
  await vi.waitFor(() => expect(log.map(({ message }) => message).join()).toContain('WRONGTYPE'), 10_000)
  // Nothing is published about that.
  await client.multi().del('test:annotations').hset('test:annotations', 'pay', '{"domains":["pay.example.org"]}').exec()
  await becomes('pay', 'pay.example.com', 'pay.example.org')
})

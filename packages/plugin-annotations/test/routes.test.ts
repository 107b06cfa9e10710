import { expect, it } from 'vitest'
import { hosted, web } from './rig/hosted.ts'

it('adds a domain without reading any source, and annotates no other service again', async () => {
  const { ask, becomes, calls, refreshes } = await hosted()
  await becomes('shop', 'shop.example.com')
  const before = calls()
  expect(await ask('PUT', '/annotations/shop', { domains: ['Sale.example.org.'] })).toEqual({ status: 204, body: undefined })
  await becomes('shop', 'shop.example.com', 'sale.example.org')
  expect([calls(), refreshes]).toEqual([before, [['shop']]])
})

it('lists what there is, by links that answer; a second one replaces the first', async () => {
  const { ask } = await hosted()
  await ask('POST', '/annotations/team%2Fshop', {
    config: 'a',
    reason: 'sale',
    author: 'ann',
    expiresAt: '2999-01-31T18:00:00+02:00',
  })
  await ask('PUT', '/annotations/pay', { proxyPath: 'pay/' })
  const shop = {
    id: 'team/shop',
    annotation: { config: 'a', reason: 'sale', author: 'ann', expiresAt: '2999-01-31T16:00:00.000Z' },
    link: '/annotations/team%2Fshop',
  }
  const pay = { id: 'pay', annotation: { proxyPath: '/pay' }, link: '/annotations/pay' }
  expect(await ask('GET', '/annotations')).toEqual({ status: 200, body: [pay, shop] })
  expect(await ask('GET', shop.link)).toEqual({ status: 200, body: shop })
  await ask('PUT', shop.link, { applicationProtocol: 'HTTP' })
  expect((await ask('GET', shop.link)).body.annotation).toEqual({ applicationProtocol: 'http' })
})

it('takes it back, once', async () => {
  const { ask, becomes } = await hosted()
  await ask('PUT', '/annotations/shop', { domains: ['sale.example.org'] })
  await becomes('shop', 'shop.example.com', 'sale.example.org')
  expect(await ask('DELETE', '/annotations/shop')).toEqual({ status: 204, body: undefined })
  await becomes('shop', 'shop.example.com')
  expect(await ask('DELETE', '/annotations/shop')).toMatchObject({ status: 404, body: { code: 'PROXYM_ANNOTATION_UNKNOWN' } })
  expect(await ask('GET', '/annotations/shop')).toMatchObject({ status: 404 })
})

it('keeps one for a service that does not exist yet', async () => {
  const { ask, becomes, report, refresh } = await hosted()
  expect((await ask('PUT', '/annotations/cart', { domains: ['cart.example.org'] })).status).toBe(204)
  report(web('cart'), web('shop'))
  await refresh()
  await becomes('cart', 'cart.example.com', 'cart.example.org')
})

const hostile: readonly (readonly [what: string, body: unknown, message: RegExp])[] = [
  ['an unknown field', { domain: ['a.example.com'] }, /`domain` is not known/],
  ['an id of its own', { id: 'pay', domains: ['a.example.com'] }, /`id` is not known/],
  ['hosts', { hosts: [] }, /`hosts` is not known/],
  ['a domain that is none', { domains: ['good.example.com', 'a b'] }, /`domains\[1\]` is not a host name/],
  ['a newline in a domain', { domains: ['a.example.com\nbackend x'] }, /`domains\[0\]` is not a host name/],
  ['domains that are no list', { domains: 'a.example.com' }, /`domains` must be a list/],
  ['a path with parts that lead up', { proxyPath: '/a/../b' }, /`proxyPath` must be a path/],
  ['control characters in the configuration', { config: 'a\u0000b' }, /`config` must not have control characters/],
  ['a protocol that is no token', { applicationProtocol: 'ht tp' }, /`applicationProtocol` must be a token/],
  ['a reason over two lines', { reason: 'a\nb' }, /`reason`/],
  ['an author that is no text', { author: 1 }, /`author`/],
  ['a time without a zone', { expiresAt: '2999-01-31T18:00:00' }, /`expiresAt`/],
  ['a time that is over', { expiresAt: '2020-01-31T18:00:00Z' }, /`expiresAt`.*is in the past/],
  ['a list', [], /the body/],
]
it.each(hostile)('refuses %s, and nothing changes', async (_, body, message) => {
  const { ask, becomes, domains } = await hosted()
  await becomes('shop', 'shop.example.com')
  const answer = await ask('PUT', '/annotations/shop', body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'PROXYM_HTTP_BODY', message: expect.stringMatching(message) } })
  expect((await ask('GET', '/annotations')).body).toEqual([])
  expect(domains('shop')).toEqual(['shop.example.com'])
})

it('names every mistake at once', async () => {
  const { ask } = await hosted()
  const { body } = await ask('PUT', '/annotations/shop', { domains: [1], proxyPath: 2, config: 3 })
  for (const field of ['`domains[0]`', '`proxyPath`', '`config`']) expect(body.message).toContain(field)
})

it.each(['/annotations/a%20b', '/annotations/%0d%0aX', `/annotations/${'a'.repeat(201)}`, '/annotations/%E2%82%AC'])(
  'refuses the id in %s',
  async path => {
    const { ask } = await hosted()
    expect(await ask('PUT', path, { config: 'a' })).toMatchObject({ status: 400, body: { code: 'PROXYM_ANNOTATION_ID' } })
    expect((await ask('GET', '/annotations')).body).toEqual([])
  },
)

it('cannot be reached by names that objects have anyway', async () => {
  const { ask, refresh, report, becomes } = await hosted()
  expect((await ask('GET', '/annotations/constructor')).status).toBe(404)
  report(web('constructor'), web('shop'))
  await refresh()
  await becomes('constructor', 'constructor.example.com')
})

import { describe, expect, it } from 'vitest'
import { plugin, recorder, source, steady, web } from '../cycle/fake-plugins.ts'
import { after } from './after.ts'

describe('a service that is routed', () => {
  const file = source('file', batch => batch.set('shop.yaml', [{ ...web('shop'), port: 8080, origin: 'shop.yaml:1' }]))
  const overrides = plugin('overrides', hooks =>
    hooks.annotate.tap('domains', service => ({ ...service, domains: [...service.domains, 'shop.example.org'] })),
  )

  it('is found by its id, with its giver and the state of each output', async () => {
    const { explain } = await after([file, recorder().plugin])
    expect(explain('shop')).toMatchObject({
      found: true,
      route: null,
      services: [
        {
          id: 'shop',
          verdict: 'routed',
          from: { source: 'file/all', key: 'shop.yaml', origin: 'shop.yaml:1', state: 'fresh' },
          reasons: [],
          outputs: [{ output: 'recorder/record', state: 'carries it', problems: [] }],
        },
      ],
      suggestions: [],
    })
  })

  it('is found by a domain that an annotator added, and says who gave and who changed each field', async () => {
    const { explain } = await after([file, overrides, recorder().plugin])
    const { route, services } = explain('https://SHOP.example.org.:8443/cart?x=1')
    expect(route).toEqual({ host: 'shop.example.org', path: '', service: 'shop' })
    const field = (name: string) => services[0]?.fields.find(one => one.name === name)
    const [before, value] = [['shop.example.com'], ['shop.example.com', 'shop.example.org']]
    expect(field('domains')).toEqual({
      name: 'domains',
      value,
      givenBy: 'file/all',
      changes: [{ by: 'overrides/domains', before, after: value }],
    })
    expect(field('port')).toEqual({ name: 'port', value: 8080, givenBy: 'file/all', changes: [] })
    expect(field('proxyPath')).toEqual({ name: 'proxyPath', value: '', givenBy: 'default', changes: [] })
  })

  it('is found by the key of its source', async () => {
    const { explain } = await after([file])
    expect(explain('shop.yaml').services.map(({ id }) => id)).toEqual(['shop'])
  })
})

describe('a domain', () => {
  const routes = steady(
    'file',
    web('all', { domains: ['*.example.com'] }),
    web('shop', { domains: ['shop.example.com'] }),
    web('api', { domains: ['shop.example.com'], proxyPath: '/api' }),
    web('api-v2', { domains: ['shop.example.com'], proxyPath: '/api/v2' }),
    web('anywhere', { domains: [], proxyPath: '/.well-known' }),
    web('only-path', { domains: ['deep.example.com'], proxyPath: '/deep' }),
  )
  it.each([
    ['shop.example.com', 'shop'],
    ['shop.example.com/', 'shop'],
    ['shop.example.com/api', 'api'],
    ['shop.example.com/api/v2/x', 'api-v2'],
    ['shop.example.com/apiary', 'shop'],
    ['other.example.com/api', 'all'],
    ['a.b.example.com', 'all'],
    ['deep.example.com/deep/down', 'only-path'],
    ['deep.example.com/', 'all'],
    ['nowhere.example.org/.well-known/x', 'anywhere'],
  ])('%s is routed to %s', async (question, id) => {
    const { explain } = await after([routes])
    const { route, services, found } = explain(question)
    expect([found, route?.service, services[0]?.id]).toEqual([true, id, id])
  })

  it.each([
    ['shpo.example.com', ['shop.example.com']],
    ['sohp', ['shop']],
    ['example.com', []],
  ])('%s is not known, and the nearest are named', async (question, suggestions) => {
    const { explain } = await after([steady('file', web('shop'))])
    expect(explain(question)).toMatchObject({ found: false, route: null, services: [], reasons: [], suggestions })
  })

  it('that has only other paths names them', async () => {
    const { explain } = await after([steady('file', web('api', { domains: ['shop.example.com'], proxyPath: '/api' }))])
    expect(explain('shop.example.com/other')).toMatchObject({ found: false, suggestions: ['shop.example.com/api'] })
  })
})

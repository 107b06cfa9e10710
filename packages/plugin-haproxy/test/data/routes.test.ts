import type { Service } from '@proxym/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDataBuilder, prepareService } from '../../src/data/index.ts'
import { service, tcpService } from '../rig/service.ts'

function dataOf(services: readonly Service[]) {
  const prepared = services.flatMap(each => prepareService(each, { syntax: 'none', configText: 'lint' }).service ?? [])
  return createDataBuilder()(prepared, { reserved: [], vars: {} }).data
}

const short = (services: readonly Service[]) =>
  dataOf(services).routes.map(({ host, path, service: { id } }) => `${host}${path} ${id}`)

test('orders exact hosts before wildcards before every host, longer paths first', () => {
  const services = [
    service({ id: 'any', proxyPath: '/any' }),
    service({ id: 'any-longer', proxyPath: '/any/longer' }),
    service({ id: 'wild', domains: ['*.example.com'], proxyPath: '/long/path' }),
    service({ id: 'deep', domains: ['*.a.example.com'] }),
    service({ id: 'root', domains: ['b.example.com', 'a.example.com'] }),
    service({ id: 'api', domains: ['a.example.com'], proxyPath: '/api' }),
    service({ id: 'api2', domains: ['a.example.com'], proxyPath: '/api/v2' }),
  ]
  expect(short(services)).toEqual([
    'a.example.com/api/v2 api2',
    'a.example.com/api api',
    'a.example.com root',
    'b.example.com root',
    '*.a.example.com deep',
    '*.example.com/long/path wild',
    '/any/longer any-longer',
    '/any any',
  ])
})

test('routes no service that is not http, and none without domains and path', () => {
  expect(
    short([service({ id: 'web', listenPort: 80 }), tcpService({ id: 'db', listenPort: 5432, domains: ['db.example.com'] })]),
  ).toEqual([])
})

test('gives the same data for the same services in any order', () => {
  const name = fc.constantFrom('a.example.com', 'b.a.example.com', '*.example.com', '*.a.example.com', 'c.org')
  const any = fc.record({
    domains: fc.uniqueArray(name, { maxLength: 3 }),
    proxyPath: fc.constantFrom('', '/a', '/a/b', '/c'),
    listenPort: fc.integer({ min: 0, max: 5 }),
    applicationProtocol: fc.constantFrom('http', ''),
    transportProtocol: fc.constantFrom('tcp', 'udp'),
  })
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (fields, noise) => {
      const services = fields.map((field, index) => service({ id: `s${index}`, ...field }))
      const shuffled = services
        .map(each => ({ each, key: noise.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ each }) => each)
      expect(JSON.stringify(dataOf(shuffled))).toBe(JSON.stringify(dataOf(services)))
    }),
  )
})

test('decides by site as by the list of routes', () => {
  const name = fc.constantFrom('a.example.com', 'b.a.example.com', '*.example.com', '*.a.example.com')
  const any = fc.record({ domains: fc.uniqueArray(name, { maxLength: 2 }), proxyPath: fc.constantFrom('', '/a', '/a/b', '/c') })
  const below = (path: string, prefix: string) => prefix === '' || path === prefix || path.startsWith(`${prefix}/`)
  const fits = (host: string, pattern: string) => (pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : host === pattern)
  const request = fc.record({
    host: fc.constantFrom('a.example.com', 'b.a.example.com', 'c.b.a.example.com', 'x.example.com', 'example.com', 'else.org'),
    path: fc.constantFrom('/', '/a', '/a/b', '/a/b/c', '/ab', '/c'),
  })
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), request, (fields, { host, path }) => {
      // Claims have been settled: a host and path belongs to one service.
      const taken = new Set<string>()
      const services = fields.flatMap((field, index) => {
        const domains = field.domains.filter(
          domain => !taken.has(domain + field.proxyPath) && taken.add(domain + field.proxyPath),
        )
        return field.domains.length > 0 && domains.length === 0 ? [] : [service({ id: `s${index}`, ...field, domains })]
      })
      const { routes, sites } = dataOf(services.filter(each => each.domains.length > 0 || each.proxyPath !== ''))
      const claimed = routes.some(route => route.host !== '' && fits(host, route.host))
      const byList = routes.find(route => (route.host === '' ? !claimed : fits(host, route.host)) && below(path, route.path))
      // As nginx chooses: the exact name, else the longest wildcard, else the last; then the longest path.
      const names = sites.flatMap(({ hosts }) => hosts).filter(pattern => fits(host, pattern))
      const chosen = names.find(pattern => !pattern.startsWith('*')) ?? names.sort((a, b) => b.length - a.length)[0]
      const site = chosen === undefined ? sites.at(-1) : sites.find(({ hosts }) => hosts.includes(chosen))
      const bySite = site?.routes.filter(route => below(path, route.path)).sort((a, b) => b.path.length - a.path.length)[0]
      const anyPath = byList?.host === '' ? bySite?.path : byList?.path
      expect(bySite?.path).toBe(anyPath)
      if (byList?.host !== '') expect(bySite?.service.id).toBe(byList?.service.id)
    }),
    { numRuns: 500 },
  )
})

test('puts hosts with the same routes into one site, and what nobody claims into the last', () => {
  const { sites } = dataOf([
    service({ id: 'shop', domains: ['a.example.com', 'b.example.com'] }),
    service({ id: 'api', domains: ['b.example.com', 'c.example.com'], proxyPath: '/api' }),
    service({ id: 'status', proxyPath: '/status' }),
  ])
  expect(sites.map(({ hosts, routes }) => [hosts, routes.map(({ path, service: { id } }) => `${path} ${id}`)])).toEqual([
    [['b.example.com'], ['/api api', ' shop']],
    [['c.example.com'], ['/api api']],
    [['a.example.com'], [' shop']],
    [[], ['/status status']],
  ])
})

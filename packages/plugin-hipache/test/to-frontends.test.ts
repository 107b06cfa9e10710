import type { Service } from '@proxym/core'
import { expect, test } from 'vitest'
import { host, service as withDefaults } from '../../plugin-haproxy/test/rig/service.ts'
import { createFrontends, type FrontendOptions } from '../src/to-frontends.ts'

const service = (fields: Partial<Service>): Service =>
  withDefaults({ id: 'web', domains: ['web.example.com'], hosts: [host('10.0.0.1', 80)], ...fields })

function made(services: readonly Service[], options: Partial<FrontendOptions> = {}) {
  const { lists, problems } = createFrontends({ withoutHosts: 'identifier', maxWeight: 100, catchAll: undefined, ...options })(
    services,
  )
  return { lists: Object.fromEntries(lists), problems: problems.map(({ code, subject }) => [code, subject]) }
}

test('each domain of a http service gets its id and the addresses of its hosts, in their order', () => {
  const hosts = [host('10.0.0.1', 80), host('10.0.0.1', 81), host('fd00::1', 80), host('node.example.com', 80)]
  const entries = ['web', 'http://10.0.0.1:80', 'http://10.0.0.1:81', 'http://[fd00::1]:80', 'http://node.example.com:80']
  expect(made([service({ domains: ['a.example.com', '*.example.com'], hosts })])).toEqual({
    lists: { 'a.example.com': entries, '*.example.com': entries },
    problems: [],
  })
})

test.each([
  ['tcp only', { applicationProtocol: '' }],
  ['without domains', { domains: [] }],
])('a service that is %s gets none', (_, fields) => {
  expect(made([service(fields)])).toEqual({ lists: {}, problems: [] })
})

test('http in either protocol field counts', () => {
  expect(Object.keys(made([service({ applicationProtocol: '', transportProtocol: 'http' })]).lists)).toEqual(['web.example.com'])
})

test('a host is listed as often as its weight says, up to the limit, with a word about it; never for weight 0', () => {
  const hosts = [host('10.0.0.1', 80, 3), host('10.0.0.2', 80, 0), host('10.0.0.3', 80, 9)]
  const { lists, problems } = made([service({ hosts })], { maxWeight: 4 })
  expect(lists['web.example.com']).toEqual([
    'web',
    ...Array(3).fill('http://10.0.0.1:80'),
    ...Array(4).fill('http://10.0.0.3:80'),
  ])
  expect(problems).toEqual([['PROXYM_HIPACHE_WEIGHT', 'web']])
  expect(made([service({ hosts: [host('10.0.0.1', 80, 4)] })], { maxWeight: 4 }).problems).toEqual([])
})

test('a service without hosts keeps its identifier, or by option leaves no list', () => {
  const empty = [service({ hosts: [] })]
  expect(made(empty).lists).toEqual({ 'web.example.com': ['web'] })
  expect(made(empty, { withoutHosts: 'remove' }).lists).toEqual({})
})

test('a service with a path is left out with the reason: Hipache would give it the whole domain', () => {
  expect(made([service({ proxyPath: '/api' })])).toEqual({ lists: {}, problems: [['PROXYM_HIPACHE_PATH', 'web']] })
})

test('the service for every other host gets `*` beside its domains, also when it has none', () => {
  expect(Object.keys(made([service({})], { catchAll: 'web' }).lists)).toEqual(['web.example.com', '*'])
  expect(Object.keys(made([service({ domains: [] })], { catchAll: 'web' }).lists)).toEqual(['*'])
  expect(made([service({})], { catchAll: 'wep' }).problems).toEqual([['PROXYM_HIPACHE_CATCH_ALL', 'wep']])
})

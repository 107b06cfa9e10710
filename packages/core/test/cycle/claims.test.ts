import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ServiceInput } from '../../src/hooks/contract.ts'
import { createTestProxym } from '../../src/testing.ts'
import { source, steady, web } from './fake-plugins.ts'

async function settle(...lists: readonly (readonly ServiceInput[])[]) {
  const proxym = createTestProxym(lists.map((list, index) => steady(`s${index}`, ...list)))
  const { services, problems } = await proxym.refresh()
  await proxym.stop()
  return { services, messages: problems.map(problem => problem.message) }
}

test('an id belongs to the plugin that is listed first; the other one is left out and named', async () => {
  const { services, messages } = await settle([web('a', { port: 1 })], [web('a', { port: 2 }), web('b')])
  expect(services).toMatchObject([{ id: 'a', port: 1 }, { id: 'b' }])
  expect(messages).toEqual(['service `a` of s1/all is left out: s0/all reports that id too and comes first'])
})

test('a listen port belongs to one service; tcp and udp do not meet', async () => {
  const tcp = { transportProtocol: 'tcp', listenPort: 5432 }
  const { services, messages } = await settle(
    [{ id: 'b', ...tcp }],
    [
      { id: 'a', ...tcp },
      { id: 'c', transportProtocol: 'udp', listenPort: 5432 },
    ],
  )
  expect(services.map(({ id, listenPort }) => [id, listenPort])).toEqual([
    ['a', 0],
    ['b', 5432],
    ['c', 5432],
  ])
  expect(messages).toEqual(['service `a` does not get the tcp port 5432: `b` has it and comes first'])
})

test('a domain with its path belongs to one http service; who loses the last one becomes no catch-all', async () => {
  const both = web('b', { domains: ['shop.example.com', 'own.example.com'] })
  const only = web('c', { domains: ['SHOP.example.com.'], port: 80 })
  const below = web('d', { domains: ['shop.example.com'], proxyPath: '/api/' })
  const { services } = await settle([web('a', { domains: ['shop.example.com'] })], [both, only, below])
  expect(services.map(({ id, domains, proxyPath, listenPort }) => [id, domains, proxyPath, listenPort])).toEqual([
    ['a', ['shop.example.com'], '', 0],
    ['b', ['own.example.com'], '', 0],
    ['c', [], '', 0],
    ['d', ['shop.example.com'], '/api', 0],
  ])
})

test('a path without domains belongs to one service', async () => {
  const path = { domains: [], proxyPath: '/api', port: 80 }
  const { services } = await settle([web('a', path), web('b', path)])
  expect(services.map(({ id, proxyPath, listenPort }) => [id, proxyPath, listenPort])).toEqual([
    ['a', '/api', 80],
    ['b', '', 0],
  ])
})

test('a claim comes back when its owner goes', async () => {
  let owner: readonly ServiceInput[] = [web('a', { domains: ['x.example.com'] })]
  const proxym = createTestProxym(
    [source('first', services => services.add(...owner)), steady('second', web('b', { domains: ['x.example.com'] }))],
    { debounceMs: 0, confirmMs: 0 },
  )
  expect((await proxym.refresh()).services).toMatchObject([{ id: 'a' }, { id: 'b', domains: [] }])
  owner = []
  const { services, problems } = await proxym.refresh()
  expect([services, problems]).toMatchObject([[{ id: 'b', domains: ['x.example.com'] }], []])
  await proxym.stop()
})

const anyService = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    domains: fc.subarray(['x.example.com', 'y.example.com', '*.example.com']),
    proxyPath: fc.constantFrom('', '/api', 'bad path'),
    applicationProtocol: fc.constantFrom('', 'http'),
    transportProtocol: fc.constantFrom('tcp', 'udp'),
    listenPort: fc.constantFrom(0, 80, 81, 70_000),
  },
  { requiredKeys: ['id'] },
)
const anySource = fc.dictionary(fc.constantFrom('k1', 'k2', 'k3'), fc.array(anyService, { maxLength: 3 }))

test('whatever happened before, the outcome is that of the last answers alone; nothing is claimed twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anySource, anySource), { minLength: 1, maxLength: 5 }), async steps => {
      let current: (typeof steps)[number] = [{}, {}]
      const sources = [0, 1].map(index =>
        source(`s${index}`, services => {
          const entries = Object.entries(current[index as 0 | 1])
          if (entries.length === 0) services.add()
          for (const [key, list] of entries) services.set(key, list)
        }),
      )
      const live = createTestProxym(sources, { debounceMs: 0, maxWaitMs: 0, confirmMs: 0 })
      let outcome = await live.refresh()
      for (const step of steps) {
        current = step
        outcome = await live.refresh()
      }
      const fresh = createTestProxym(sources)
      const expected = await fresh.refresh()
      expect(JSON.stringify(outcome.services)).toBe(JSON.stringify(expected.services))
      expect(outcome.problems.map(problem => problem.message).toSorted()).toEqual(
        expected.problems.map(problem => problem.message).toSorted(),
      )
      const claims = outcome.services.flatMap(({ domains, proxyPath }) => domains.map(domain => `${domain}${proxyPath}`))
      const http = outcome.services.filter(service => service.applicationProtocol === 'http')
      const httpClaims = http.flatMap(({ domains, proxyPath }) => domains.map(domain => `${domain}${proxyPath}`))
      expect(claims.length).toBeGreaterThanOrEqual(httpClaims.length)
      expect(new Set(httpClaims).size).toBe(httpClaims.length)
      await Promise.all([live.stop(), fresh.stop()])
    }),
    { numRuns: 60 },
  )
})

test('the same input in any order gives the same bytes', async () => {
  const list = [
    web('a', {
      hosts: [
        { ip: '10.0.0.2', port: 2 },
        { ip: '10.0.0.10', port: 1 },
        { ip: '::1', port: 3 },
        { ip: '10.0.0.2', port: 1 },
      ],
    }),
    web('B'),
    web('b'),
    web('c', { metadata: { z: 1, a: { d: 1, c: 2 } } }),
  ]
  const expected = JSON.stringify((await settle(list)).services)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(list, { minLength: 4 }),
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      async (order, hosts) => {
        const mixed = order.map(service =>
          service.id === 'a' ? { ...service, hosts: hosts.map(index => service.hosts?.[index] as never) } : service,
        )
        expect(JSON.stringify((await settle(mixed)).services)).toBe(expected)
      },
    ),
    { numRuns: 50 },
  )
})

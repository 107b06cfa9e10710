import { expect, test } from 'vitest'
import { changedIds, sameService, serviceMap, withUndone } from '../../src/quarantine/changes.ts'
import { service, tcpService } from '../rig/service.ts'
import { web } from './world.ts'

test('what was added, updated and removed is found by value, sorted', () => {
  const base = serviceMap([web('a'), web('b'), web('c')])
  expect(changedIds(base, serviceMap([web('d'), web('c', 'new'), web('a')]))).toEqual(['b', 'c', 'd'])
  expect(sameService(web('a'), web('a'))).toBe(true)
  expect(sameService(undefined, web('a'))).toBe(false)
})

test('undone changes: the old version, no version, or a service that is still there', () => {
  const base = serviceMap([web('a', 'old'), web('c')])
  const now = serviceMap([web('a', 'new'), web('b')])
  expect(withUndone(now, base, new Set())).toEqual([web('a', 'new'), web('b')])
  expect(withUndone(now, base, new Set(['a', 'b', 'c']))).toEqual([web('a', 'old'), web('c')])
})

test.each([
  [
    'a domain',
    service({ id: 'a', domains: ['one.example.com', 'two.example.com'] }),
    service({ id: 'b', domains: ['one.example.com'] }),
    { domains: ['two.example.com'] },
  ],
  [
    'its only domain, and the path with it',
    service({ id: 'a', domains: ['one.example.com'], proxyPath: '/api', listenPort: 80 }),
    service({ id: 'b', domains: ['one.example.com'], proxyPath: '/api' }),
    { domains: [], proxyPath: '', listenPort: 0 },
  ],
  ['a port', tcpService({ id: 'a', listenPort: 5432 }), tcpService({ id: 'b', listenPort: 5432 }), { listenPort: 0 }],
  [
    'nothing to the same domain with another path',
    service({ id: 'a', domains: ['one.example.com'] }),
    service({ id: 'b', domains: ['one.example.com'], proxyPath: '/api' }),
    { domains: ['one.example.com'] },
  ],
  [
    'nothing to a port of the other transport',
    tcpService({ id: 'a', listenPort: 53 }),
    tcpService({ id: 'b', listenPort: 53, transportProtocol: 'udp' }),
    { listenPort: 53 },
  ],
])('an old version loses %s that another service has now', (_what, old, claimant, left) => {
  const [kept, other] = withUndone(
    serviceMap([{ ...old, config: 'new', domains: [], listenPort: 0 }, claimant]),
    serviceMap([old]),
    new Set(['a']),
  )
  expect(kept).toEqual({ ...old, ...left })
  expect(other).toBe(claimant)
})

test('old versions of two services that changed places keep what they had when both are undone', () => {
  const before = [web('a', 'x', { domains: ['one.example.com'] }), web('b', 'x', { domains: ['two.example.com'] })]
  const after = [web('a', 'y', { domains: ['two.example.com'] }), web('b', 'y', { domains: ['one.example.com'] })]
  expect(withUndone(serviceMap(after), serviceMap(before), new Set(['a', 'b']))).toEqual(before)
  const [a] = withUndone(serviceMap(after), serviceMap(before), new Set(['a']))
  expect(a?.domains).toEqual([])
})

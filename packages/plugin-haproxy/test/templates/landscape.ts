import type { Service } from '@proxym/core'
import { freePorts } from '../rig/free-port.ts'
import { startOrigin } from '../rig/origin.ts'
import { host, service, tcpService } from '../rig/service.ts'

/** Services of every kind with real origins behind them, and the ports that a proxy should listen on. */
export interface Landscape {
  readonly services: readonly Service[]
  readonly http: number
  readonly tcp: number
  readonly web: number
}

/** Start an origin for each service. */
export async function startLandscape(): Promise<Landscape> {
  const [http = 0, tcp = 0, web = 0] = await freePorts(3)
  const origins = await Promise.all(
    ['shop', 'api', 'api2', 'wild', 'status', 'db', 'web', 'named'].map(name => startOrigin(name)),
  )
  const [shop, api, api2, wild, status, db, plain, named] = origins.map(origin => host(origin.ip, origin.port))
  const six = await startOrigin('six', '::1')
  const only = (one: typeof shop) => (one === undefined ? [] : [one])
  const services = [
    service({ id: '/group/shop', domains: ['shop.example.com', 'www.example.com'], hosts: only(shop) }),
    service({ id: 'api', domains: ['shop.example.com'], proxyPath: '/api', hosts: only(api) }),
    service({ id: 'api.v2', domains: ['shop.example.com'], proxyPath: '/api/v2', hosts: only(api2) }),
    service({ id: 'partial', domains: ['part.wild.example.com'], proxyPath: '/part', hosts: only(api) }),
    service({ id: 'wild', domains: ['*.wild.example.com'], hosts: only(wild) }),
    service({ id: 'status', proxyPath: '/status', hosts: only(status) }),
    service({ id: 'six', domains: ['six.example.com'], hosts: [host(six.ip, six.port)] }),
    service({ id: 'named', domains: ['named.example.com'], hosts: only(named).map(({ port }) => host('localhost', port)) }),
    service({ id: 'lost', domains: ['lost.example.com'], hosts: [host('no-such-host.invalid', 80)] }),
    service({ id: 'half', domains: ['half.example.com'], hosts: [host('no-such-host.invalid', 80), ...only(shop)] }),
    service({ id: 'empty', domains: ['empty.example.com'] }),
    service({ id: 'web', listenPort: web, hosts: only(plain) }),
    tcpService({ id: 'db', listenPort: tcp, hosts: only(db) }),
  ]
  return { services, http, tcp, web }
}

/** Host, path, and what must come back: `<origin> <path that it sees>` or a status. */
export const routingCases: readonly (readonly [claim: string, host: string, path: string, wanted: string | number])[] = [
  ['routes by host', 'shop.example.com', '/x?y=1', 'shop /x?y=1'],
  ['routes every domain of a service', 'www.example.com', '/', 'shop /'],
  ['ignores case and port of the host', 'SHOP.example.com:8080', '/', 'shop /'],
  ['routes by path and removes it', 'shop.example.com', '/api/items?y=1', 'api /items?y=1'],
  ['makes the path itself the root', 'shop.example.com', '/api', 'api /'],
  ['keeps the query of the path itself', 'shop.example.com', '/api?y=1', 'api /?y=1'],
  ['does not take /apix for /api', 'shop.example.com', '/apix', 'shop /apix'],
  ['prefers the longer path', 'shop.example.com', '/api/v2/items', 'api2 /items'],
  ['matches a wildcard one level down', 'a.wild.example.com', '/', 'wild /'],
  ['matches a wildcard two levels down', 'a.b.wild.example.com', '/', 'wild /'],
  ['does not match the name under a wildcard', 'wild.example.com', '/', 503],
  ['prefers an exact host to a wildcard', 'part.wild.example.com', '/part/x', 'api /x'],
  ['falls back to the wildcard where the exact host has no path', 'part.wild.example.com', '/other', 'wild /other'],
  ['answers a path without domain on every host', 'unknown.example.org', '/status/x', 'status /x'],
  ['does not answer it on a host that is claimed', 'shop.example.com', '/status/x', 'shop /status/x'],
  ['does not answer it on a host that is claimed by a path', 'six.example.com', '/status/x', 'six /status/x'],
  ['answers 503 for hosts that nobody claims', 'unknown.example.org', '/', 503],
  ['reaches IPv6 hosts', 'six.example.com', '/', 'six /'],
  ['reaches hosts by name', 'named.example.com', '/', 'named /'],
  ['uses the other hosts when one name does not resolve', 'half.example.com', '/', 'shop /'],
  ['answers 503 for a service without hosts', 'empty.example.com', '/', 503],
  ['answers 503 when no name resolves', 'lost.example.com', '/', 503],
]

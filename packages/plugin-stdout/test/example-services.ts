import type { Service } from '@proxym/core'

const blank: Omit<Service, 'id'> = {
  source: 'File',
  domains: [],
  hosts: [],
  port: 0,
  servicePort: 0,
  listenPort: 0,
  applicationProtocol: '',
  transportProtocol: '',
  proxyPath: '',
  config: '',
  metadata: {},
}

/** A service with every field, one that is carried by tcp, and one of which nothing is known. */
export const exampleServices: readonly Service[] = [
  { ...blank, id: 'bare' },
  {
    ...blank,
    id: 'redis',
    hosts: [{ ip: 'fd00::1', port: 31_000, weight: 5, metadata: { rack: 'a' } }],
    port: 6379,
    servicePort: 6379,
    listenPort: 6379,
    applicationProtocol: 'redis',
    transportProtocol: 'tcp',
  },
  {
    ...blank,
    id: 'shop',
    source: 'Marathon',
    domains: ['shop.example.com', 'www.shop.example.com'],
    hosts: [
      { ip: '10.0.0.1', port: 31_001, weight: 1, metadata: {} },
      { ip: '10.0.0.2', port: 31_002, weight: 1, metadata: {} },
    ],
    port: 8080,
    applicationProtocol: 'http',
    proxyPath: '/api',
    config: 'option httpchk\ntimeout server 5s\n',
    metadata: { team: 'shop' },
  },
]

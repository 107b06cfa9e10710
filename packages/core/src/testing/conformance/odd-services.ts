import type { ServiceInput } from '../../hooks/contract.ts'

const host = { ip: '10.0.0.1', port: 8080 }

/** Services that are valid and that plugins forget about. */
export const oddServices: readonly ServiceInput[] = [
  {
    id: 'conformance/web',
    applicationProtocol: 'http',
    domains: ['web.conformance.example'],
    hosts: [host, { ip: '10.0.0.2', port: 8080 }],
  },
  { id: 'conformance/path', applicationProtocol: 'http', domains: ['*.conformance.example'], proxyPath: '/api', hosts: [host] },
  { id: 'conformance/bare' },
  { id: 'conformance/no-hosts', applicationProtocol: 'http', domains: ['empty.conformance.example'] },
  { id: 'conformance/tcp', transportProtocol: 'tcp', servicePort: 42_017, hosts: [host] },
  { id: 'conformance/udp', transportProtocol: 'udp', servicePort: 42_018, hosts: [host] },
  {
    id: 'conformance/ipv6',
    applicationProtocol: 'http',
    domains: ['six.conformance.example'],
    hosts: [{ ip: '2001:db8::1', port: 80, weight: 0 }],
  },
  {
    id: 'conformance/by-name',
    applicationProtocol: 'http',
    domains: ['name.conformance.example'],
    hosts: [{ ip: 'web.internal', port: 80 }],
  },
  {
    id: 'Conformance.Case_1:2',
    applicationProtocol: 'http',
    domains: ['ümlaut.example'],
    metadata: { deep: { list: [1, null, 'ü "\''] } },
  },
]

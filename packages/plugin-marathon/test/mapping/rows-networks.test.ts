import { expect, test } from 'vitest'
import { bridgeApp, modernApp, task } from '../rig/documents.ts'
import { mapApps } from '../rig/map-apps.ts'

const tcp = (containerPort: number, servicePort: number, more = {}) => ({
  containerPort,
  hostPort: 0,
  servicePort,
  protocol: 'tcp',
  ...more,
})

test('row 1: a bridge app has one service with the assigned ports of its tasks', () => {
  const app = bridgeApp([tcp(6379, 41_000)], { id: '/redis' })
  const tasks = [31_003, 31_001].map(port => task([port], { appId: '/redis', host: '10.10.10.10' }))
  expect(mapApps(app, tasks).services).toMatchObject([
    {
      id: 'marathon_redis_6379',
      hosts: [
        { ip: '10.10.10.10', port: 31_001 },
        { ip: '10.10.10.10', port: 31_003 },
      ],
      port: 6379,
      servicePort: 41_000,
      listenPort: 41_000,
      transportProtocol: 'tcp',
      applicationProtocol: '',
      domains: [],
      config: '',
      proxyPath: '',
      metadata: { marathon: { appId: '/redis', labels: {}, portName: '', portIndex: 0 } },
    },
  ])
})

test('row 2: labels give domains, configuration and protocol of a port', () => {
  const labels = {
    'proxym.domains': 'a.example,b.example',
    'proxym.port.5000.config': 'x\ny',
    'proxym.port.5000.protocol': 'http',
  }
  expect(mapApps(bridgeApp([tcp(5000, 42_000)], { labels }), task([31_002])).services).toMatchObject([
    { transportProtocol: 'http', applicationProtocol: 'http', domains: ['a.example', 'b.example'], config: 'x\ny' },
  ])
})

test('row 3: three mappings are three services, udp without a suffix when it is alone on its port', () => {
  const app = bridgeApp([tcp(80, 1), tcp(2003, 2), tcp(8125, 3, { protocol: 'udp' })], { id: '/graphite' })
  const { services } = mapApps(app, task([31_000, 31_001, 31_002], { appId: '/graphite' }))
  expect(services).toMatchObject([
    { id: 'marathon_graphite_80', transportProtocol: 'tcp', hosts: [{ port: 31_000 }] },
    { id: 'marathon_graphite_2003', transportProtocol: 'tcp', hosts: [{ port: 31_001 }] },
    { id: 'marathon_graphite_8125', transportProtocol: 'udp', hosts: [{ port: 31_002 }] },
  ])
})

test('row 4: docker in host mode listens on its service port', () => {
  const app = { id: '/host', container: { docker: { network: 'HOST' } }, ports: [8888] }
  const tasks = task([31_855], { appId: '/host', servicePorts: [8888] })
  expect(mapApps(app, tasks).services).toMatchObject([
    { id: 'marathon_host_8888', port: 8888, servicePort: 8888, hosts: [{ port: 8888 }] },
  ])
  expect(mapApps(app, tasks, { hostPorts: 'assigned' }).hosts).toEqual(['marathon_host_8888 a1:31855'])
  const labelled = { ...app, labels: { 'proxym.hostPorts': 'assigned' } }
  expect(mapApps(labelled, tasks).hosts).toEqual(['marathon_host_8888 a1:31855'])
})

test('row 5: a bridge app without mappings has no services', () => {
  expect(mapApps(bridgeApp([]), task([10_001])).services).toEqual([])
})

test('row 6: from 1.5 on a bridge app is reached at its agent, not at the address inside', () => {
  const app = modernApp('container/bridge', { id: '/pywebserver' }, [tcp(80, 10_101)])
  const addressed = { appId: '/pywebserver', host: '10.0.2.148', ipAddresses: [{ ipAddress: '172.17.0.2', protocol: 'IPv4' }] }
  const { services, hosts } = mapApps(app, task([1565], addressed))
  expect(hosts).toEqual(['marathon_pywebserver_80 10.0.2.148:1565'])
  expect(services).toMatchObject([{ servicePort: 10_101 }])
})

test('row 7: from 1.5 on a host app is reached at its assigned port', () => {
  const app = modernApp('host', { id: '/x', requirePorts: false, portDefinitions: [{ port: 10_000, protocol: 'tcp' }] })
  expect(mapApps(app, task([31_292], { appId: '/x' })).services).toMatchObject([
    { id: 'marathon_x_10000', servicePort: 10_000, hosts: [{ ip: 'a1', port: 31_292 }] },
  ])
})

test('row 8: with required ports all ports are the same', () => {
  const app = modernApp('host', { requirePorts: true, portDefinitions: [{ port: 10_000 }] })
  expect(mapApps(app, task([10_000])).hosts).toEqual(['marathon_app_10000 a1:10000'])
  expect(mapApps(app, task(undefined)).hosts).toEqual(['marathon_app_10000 a1:10000'])
})

test('row 9: an app without a container is in host mode', () => {
  const app = { id: '/x', container: null, ports: [10_019] }
  expect(mapApps(app, task([31_292], { appId: '/x' })).hosts).toEqual(['marathon_x_10019 a1:31292'])
})

const ip = (ipAddress: string, protocol = 'IPv4') => ({ ipAddress, protocol })

test('row 10: a container with an address of its own is reached there', () => {
  const app = modernApp('container', {}, [{ containerPort: 8080, servicePort: 10_000 }])
  expect(mapApps(app, task([], { ipAddresses: [ip('9.0.1.5')] })).hosts).toEqual(['marathon_app_8080 9.0.1.5:8080'])
})

test('row 11: a mapping without a host port takes none of the assigned ports', () => {
  const app = modernApp('container', {}, [{ containerPort: 80 }, { containerPort: 443, hostPort: 0 }])
  const { hosts } = mapApps(app, task([31_005], { ipAddresses: [ip('9.0.1.5')] }))
  expect(hosts).toEqual(['marathon_app_80 9.0.1.5:80', 'marathon_app_443 a1:31005'])
})

test('row 12: in a USER network a null host port means the address of the container, 0 an assigned port', () => {
  const docker = {
    network: 'USER',
    portMappings: [
      { containerPort: 80, hostPort: null },
      { containerPort: 81, hostPort: 0 },
    ],
  }
  const { hosts } = mapApps({ id: '/app', container: { docker } }, task([31_005], { ipAddresses: [ip('9.0.1.5')] }))
  expect(hosts).toEqual(['marathon_app_80 9.0.1.5:80', 'marathon_app_81 a1:31005'])
})

test('row 13: discovery ports stand for mappings when each task has an address', () => {
  const app = { id: '/app', ipAddress: { discovery: { ports: [{ number: 80, name: 'http', protocol: 'tcp' }, { number: 0 }] } } }
  const { services, hosts } = mapApps(app, task(undefined, { ipAddresses: [ip('9.0.1.5')] }))
  expect(hosts).toEqual(['marathon_app_80 9.0.1.5:80'])
  expect(services).toMatchObject([{ servicePort: 0, listenPort: 0, metadata: { marathon: { portName: 'http' } } }])
})

test('row 14: a container without an address gets no traffic', () => {
  const app = modernApp('container', {}, [{ containerPort: 80 }])
  expect(mapApps(app, [task([], { ipAddresses: [] }), task(null)]).services).toEqual([])
  const both = [task([], { ipAddresses: [] }), task([], { ipAddresses: [ip('9.0.1.5')] })]
  expect(mapApps(app, both).hosts).toEqual(['marathon_app_80 9.0.1.5:80'])
})

test('row 15: no network is no service; an unknown one is named', () => {
  const of = (network: string) => ({ id: '/app', container: { docker: { network, portMappings: [tcp(80, 1)] } }, ports: [1] })
  expect(mapApps(of('NONE'), task([1]))).toMatchObject({ services: [], codes: [] })
  expect(mapApps(of('WEAVE'), [task([1]), task([2])])).toMatchObject({ services: [], codes: ['NETWORK'] })
  expect(mapApps(modernApp('tunnel'), task([1]))).toMatchObject({ services: [], codes: ['NETWORK'] })
})

test('row 39: an IPv6 address is used bare, and chosen by the option', () => {
  const app = modernApp('container', {}, [{ containerPort: 80 }])
  const six = ip('fd00::5', 'IPv6')
  expect(mapApps(app, task([], { ipAddresses: [six] })).hosts).toEqual(['marathon_app_80 fd00::5:80'])
  const both = task([], { ipAddresses: [six, ip('9.0.1.5')] })
  expect(mapApps(app, both).hosts).toEqual(['marathon_app_80 9.0.1.5:80'])
  expect(mapApps(app, both, { ipFamily: 'ipv6' }).hosts).toEqual(['marathon_app_80 fd00::5:80'])
  expect(mapApps({ ...app, labels: { 'proxym.ipAddressIdx': '0' } }, both).hosts).toEqual(['marathon_app_80 fd00::5:80'])
})

test('row 40: with two networks the address is that of the network of the mapping, when that can be told', () => {
  const networks = [
    { mode: 'container', name: 'a' },
    { mode: 'container', name: 'b' },
  ]
  const app = modernApp('container', { networks }, [{ containerPort: 80, networkNames: ['b'] }])
  const two = [ip('9.0.1.5'), ip('9.0.2.5')]
  expect(mapApps(app, task([], { ipAddresses: two })).hosts).toEqual(['marathon_app_80 9.0.2.5:80'])
  const three = task([], { ipAddresses: [...two, ip('9.0.3.5')] })
  expect(mapApps(app, three)).toMatchObject({ services: [], codes: ['NETWORK'] })
  expect(mapApps({ ...app, labels: { 'proxym.ipAddressIdx': '2' } }, three).hosts).toEqual(['marathon_app_80 9.0.3.5:80'])
})

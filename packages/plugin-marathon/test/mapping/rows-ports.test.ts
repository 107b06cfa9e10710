import { expect, test } from 'vitest'
import { bridgeApp, modernApp, task } from '../rig/documents.ts'
import { mapApps } from '../rig/map-apps.ts'

const port = (containerPort: unknown, servicePort: unknown, protocol: string | null = 'tcp', more = {}) => ({
  ...{ containerPort, hostPort: 0, servicePort, protocol },
  ...more,
})

test('row 24: tcp and udp on one port are two services', () => {
  const { hosts, services } = mapApps(bridgeApp([port(53, 10_001), port(53, 10_002, 'udp')]), task([1, 2]))
  expect(hosts).toEqual(['marathon_app_53 a1:1', 'marathon_app_53_udp a1:2'])
  expect(services.map(({ transportProtocol }) => transportProtocol)).toEqual(['tcp', 'udp'])
})

test.each(['udp,tcp', 'tcp,udp', 'UDP TCP'])('row 25: %s is two services with the same hosts', protocol => {
  const labels = { 'proxym.port.53.protocol': 'http' }
  const { hosts, services } = mapApps(bridgeApp([port(53, 10_001, protocol), port(80, 1)], { labels }), task([1, 2]))
  expect(hosts).toEqual(['marathon_app_53 a1:1', 'marathon_app_53_udp a1:1', 'marathon_app_80 a1:2'])
  // The label means the tcp one.
  expect(services.map(({ transportProtocol }) => transportProtocol)).toEqual(['http', 'udp', 'tcp'])
})

test('row 26: container port 0 is named by its service port', () => {
  const labels = { 'proxym.port.0.config': 'zero' }
  const { hosts, services } = mapApps(bridgeApp([port(0, 10_005)], { labels }), task([1]))
  expect(hosts).toEqual(['marathon_app_10005 a1:1'])
  expect(services).toMatchObject([{ port: 10_005, config: 'zero' }])
})

test('row 27: a service port of 0 stays 0, and there is no listener', () => {
  expect(mapApps(bridgeApp([port(80, 0)]), task([1])).services).toMatchObject([{ port: 80, servicePort: 0, listenPort: 0 }])
  expect(mapApps(bridgeApp([port(80, 0)], { ports: [10_001] }), task([1])).services).toMatchObject([{ servicePort: 10_001 }])
  expect(mapApps(bridgeApp([port(80, 0)]), task([1], { servicePorts: [10_002] })).services).toMatchObject([
    { servicePort: 10_002 },
  ])
})

test('row 28: one port with two service ports is two services, and that is named', () => {
  const { hosts, codes } = mapApps(bridgeApp([port(80, 10_000), port(80, 10_001)]), task([1, 2]))
  expect(hosts).toEqual(['marathon_app_80 a1:1', 'marathon_app_80_10001 a1:2'])
  expect(codes).toEqual(['PORTS'])
  expect(mapApps(bridgeApp([port(80, 10_000), port(80, 10_000)]), task([1, 2]))).toMatchObject({
    hosts: ['marathon_app_80 a1:1 a1:2'],
    codes: [],
  })
})

test('row 29: a task with fewer ports than mappings has the first ones', () => {
  expect(mapApps(bridgeApp([port(80, 1), port(81, 2)]), task([31_000]))).toMatchObject({
    hosts: ['marathon_app_80 a1:31000'],
    codes: ['PORTS'],
  })
  expect(mapApps(bridgeApp([port(80, 1)]), task([31_000, 31_001]))).toMatchObject({
    hosts: ['marathon_app_80 a1:31000'],
    codes: [],
  })
})

test('row 30: mappings win over the definitions beside them', () => {
  const app = bridgeApp([port(80, 10_000, 'udp')], { portDefinitions: [{ port: 10_000, protocol: 'tcp' }] })
  expect(mapApps(app, task([1])).services).toMatchObject([
    { id: 'marathon_app_80', transportProtocol: 'udp', servicePort: 10_000 },
  ])
})

test('row 31: from 1.5 on, left-over ports beside networks are ignored', () => {
  const stale = { ports: [9], portDefinitions: [{ port: 9 }] }
  const { services } = mapApps(modernApp('container/bridge', stale, [port(80, 10_000)]), task([1]))
  expect(services).toMatchObject([{ id: 'marathon_app_80', servicePort: 10_000 }])
  expect(mapApps(modernApp('container/bridge', stale, [port(80, 0)]), task([1])).services).toMatchObject([{ servicePort: 0 }])
})

test('row 32: in host mode mappings are ignored', () => {
  const app = modernApp('host', { portDefinitions: [{ port: 10_000 }] }, [port(80, 1)])
  expect(mapApps(app, task([31_000])).hosts).toEqual(['marathon_app_10000 a1:31000'])
})

test('row 33: null is the same as absent', () => {
  const nothing = {
    labels: null,
    container: null,
    ports: null,
    healthChecks: null,
    portDefinitions: null,
    networks: null,
    ipAddress: null,
  }
  expect(mapApps({ id: '/app', ...nothing }, task([1]))).toMatchObject({ services: [], codes: [] })
  expect(mapApps({ id: '/app', ...nothing, container: { docker: null }, ports: [10_000] }, task([1])).hosts).toEqual([
    'marathon_app_10000 a1:1',
  ])
  const empty = { ipAddresses: null, healthCheckResults: null, servicePorts: null, version: null }
  expect(mapApps(bridgeApp([port(80, 1, null)]), task([1], empty)).services).toMatchObject([{ transportProtocol: 'tcp' }])
})

test('row 34: domains are trimmed, lowered and never empty', () => {
  const labels = { 'proxym.domains': 'a.example, ,B.example ,a.example', 'proxym.port.80.protocol': 'http' }
  expect(mapApps(bridgeApp([port(80, 1)], { labels }), task([1])).services).toMatchObject([
    { domains: ['a.example', 'b.example'] },
  ])
})

test('row 35: in host mode labels go by the service port', () => {
  const labels = { 'proxym.port.80.config': 'no', 'proxym.port.8888.path': '/p' }
  const app = { id: '/app', container: { docker: { network: 'HOST' } }, ports: [8888], labels }
  expect(mapApps(app, task([8888])).services).toMatchObject([{ config: '', proxyPath: '/p' }])
})

test('row 36: groups are joined by underscores; an id without a slash keeps its name', () => {
  const app = bridgeApp([port(80, 1)], { id: '/group/sub/app' })
  expect(mapApps(app, task([1], { appId: '/group/sub/app' })).ids).toEqual(['marathon_group_sub_app_80'])
  expect(mapApps(bridgeApp([port(80, 1)], { id: 'app' }), task([1])).ids).toEqual(['marathon_app_80'])
})

test('row 47: ids that differ in case are two apps', () => {
  const apps = ['/app', '/App'].map(id => bridgeApp([port(80, 1)], { id }))
  expect(mapApps(apps, [task([1]), task([2], { appId: '/App' })]).hosts).toEqual(['marathon_app_80 a1:1', 'marathon_App_80 a1:2'])
})

test('row 48: labels of marathon-lb are ignored without the option', () => {
  const labels = { HAPROXY_0_VHOST: 'a.example', HAPROXY_0_PORT: '9', HAPROXY_GROUP: 'external', HAPROXY_0_ENABLED: 'false' }
  expect(mapApps(bridgeApp([port(80, 1)], { labels }), task([1])).services).toMatchObject([
    { domains: [], servicePort: 1, applicationProtocol: '' },
  ])
})

test.each([-1, 0.5, 65_536, '80', true, null, {}])('a host port %j loses its task on that port only', odd => {
  expect(mapApps(bridgeApp([port(80, 1), port(81, 2)]), [task([odd, 31_001]), task([31_002])])).toMatchObject({
    hosts: ['marathon_app_80 a1:31002', 'marathon_app_81 a1:31001'],
    codes: ['PORTS'],
  })
})

test.each([-1, 0.5, 65_536, '80', true])('a container port %j loses that port only', odd => {
  expect(mapApps(bridgeApp([port(odd, 1), port(81, 2)]), task([31_000, 31_001])).hosts).toEqual(['marathon_app_81 a1:31001'])
})

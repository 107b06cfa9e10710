import { expect, test } from 'vitest'
import { bridgeApp, modernApp, task } from '../rig/documents.ts'
import { mapApps } from '../rig/map-apps.ts'

const port = (containerPort: number, fields: object = {}) => ({
  containerPort,
  hostPort: 0,
  servicePort: 10_000 + containerPort,
  ...fields,
})
const labelled = (labels: Readonly<Record<string, string>>, ...ports: readonly object[]) => bridgeApp(ports as never, { labels })
const services = (app: unknown, options = {}) => mapApps(app, task([1, 2, 3]), options).services

test('labels of a port win over those of the app, by number or name', () => {
  const labels = {
    'proxym.domains': 'all.example',
    'proxym.port.web.domains': 'Web.example',
    'proxym.port.web.path': '/w',
    'proxym.port.81.path': '/n',
  }
  expect(services(labelled(labels, port(80), port(81, { name: 'web' })))).toMatchObject([
    { domains: ['all.example'], proxyPath: '' },
    { domains: ['web.example'], proxyPath: '/n' },
  ])
})

test.each(['http', 'https', 'ws', 'h2', 'grpc'])('the protocol %s says what the application speaks as well', protocol => {
  expect(services(labelled({ 'proxym.port.80.protocol': protocol }, port(80)))).toMatchObject([
    { transportProtocol: protocol, applicationProtocol: protocol },
  ])
})

test('any other protocol says nothing of the application; a label of its own does', () => {
  const labels = { 'proxym.port.80.protocol': 'mqtt', 'proxym.port.81.applicationProtocol': 'http' }
  expect(services(labelled(labels, port(80), port(81)))).toMatchObject([
    { transportProtocol: 'mqtt', applicationProtocol: '' },
    { transportProtocol: 'tcp', applicationProtocol: 'http' },
  ])
})

test('labels of whatever names JavaScript knows do no harm', () => {
  const labels = JSON.parse('{"__proto__": "x", "constructor": "y", "toString": "z", "proxym.port.80.config": "ok"}')
  expect(services(labelled(labels, port(80)))).toMatchObject([
    { config: 'ok', metadata: { marathon: { labels: { toString: 'z' } } } },
  ])
  expect(Object.hasOwn(services(labelled(labels, port(80)))[0]?.metadata ?? {}, '__proto__')).toBe(false)
})

test('health says how a proxy can ask: the first check of that port', () => {
  const check = (fields: object) =>
    modernApp('container/bridge', { healthChecks: [{ protocol: 'COMMAND' }, fields] }, [port(80), port(81)])
  const health = (fields: object) => services(check(fields)).map(({ metadata }) => (metadata as { health?: object }).health)
  expect(health({ protocol: 'MESOS_HTTP', path: '/h', portIndex: 1 })).toEqual([undefined, { protocol: 'http', path: '/h' }])
  expect(health({ protocol: 'HTTPS' })).toEqual([{ protocol: 'https', path: '/' }, undefined])
  expect(health({ protocol: 'TCP', port: 81, portIndex: 0 })).toEqual([undefined, { protocol: 'tcp', path: '' }])
})

test('an app with domains and no http port is named, with the label to set', () => {
  const app = labelled({ 'proxym.domains': 'a.example' }, port(53, { protocol: 'udp' }), port(80), port(81))
  expect(mapApps(app, task([1, 2, 3]))).toMatchObject({ codes: ['NO_HTTP'] })
  expect(services(app).map(({ applicationProtocol }) => applicationProtocol)).toEqual(['', '', ''])
  expect(mapApps(app, []).codes).toEqual([])
})

test('with defaultProtocol the first tcp port with domains is http', () => {
  const protocols = (app: unknown) => {
    const { services, codes } = mapApps(app, task([1, 2, 3]), { defaultProtocol: 'http' })
    return [services.map(({ applicationProtocol }) => applicationProtocol), codes]
  }
  const domains = { 'proxym.domains': 'a.example' }
  expect(protocols(labelled(domains, port(53, { protocol: 'udp' }), port(81), port(80)))).toEqual([['', 'http', ''], []])
  expect(protocols(labelled({}, port(80)))).toEqual([[''], []])
  expect(protocols(labelled({ 'proxym.port.81.domains': 'a.example' }, port(80), port(81)))).toEqual([['', 'http'], []])
  expect(protocols(labelled({ ...domains, 'proxym.port.81.protocol': 'http' }, port(80), port(81)))).toEqual([['', 'http'], []])
  expect(protocols(labelled({ ...domains, 'proxym.port.80.protocol': 'https' }, port(80), port(81)))).toEqual([
    ['https', 'http'],
    [],
  ])
  expect(protocols(labelled({ ...domains, 'proxym.port.80.protocol': 'https' }, port(80)))).toEqual([['https'], []])
})

const marathonLb = {
  HAPROXY_GROUP: 'internal, external',
  HAPROXY_0_VHOST: 'A.example,b.example',
  HAPROXY_0_PATH: '/p',
  HAPROXY_0_PORT: '9000',
  HAPROXY_1_MODE: 'http',
  HAPROXY_2_ENABLED: 'false',
}

test('with haproxyLabels the labels of marathon-lb count, by the position of the port', () => {
  const app = labelled(marathonLb, port(80), port(81), port(82))
  expect(services(app, { haproxyLabels: true })).toMatchObject([
    {
      id: 'marathon_app_80',
      domains: ['a.example', 'b.example'],
      proxyPath: '/p',
      servicePort: 9000,
      listenPort: 9000,
      applicationProtocol: 'http',
    },
    { id: 'marathon_app_81', domains: [], applicationProtocol: 'http', servicePort: 10_081 },
  ])
})

test('only apps of the groups count, and those that have no such label at all', () => {
  const app = labelled(marathonLb, port(80))
  expect(services(app, { haproxyLabels: ['external'] })).toHaveLength(1)
  expect(services(app, { haproxyLabels: ['other'] })).toEqual([])
  expect(services(labelled({ ...marathonLb, HAPROXY_0_GROUP: 'other' }, port(80)), { haproxyLabels: ['external'] })).toEqual([])
  expect(services(labelled({}, port(80)), { haproxyLabels: ['external'] })).toHaveLength(1)
})

test('labels of proxym win over those of marathon-lb', () => {
  const labels = {
    ...marathonLb,
    'proxym.port.80.path': '/mine',
    'proxym.domains': 'mine.example',
    'proxym.port.80.protocol': 'tcp',
  }
  expect(services(labelled(labels, port(80)), { haproxyLabels: true })).toMatchObject([
    { domains: ['mine.example'], proxyPath: '/mine', applicationProtocol: '' },
  ])
})

import type { Service } from '@proxym/core'
import { expect, test } from 'vitest'
import { type PrepareOptions, prepareService } from '../../src/data/index.ts'
import { host, service, tcpService } from '../rig/service.ts'

const haproxy: PrepareOptions = { syntax: 'haproxy', configText: 'lint' }
const prepare = (fields: Partial<Service>, options: Partial<PrepareOptions> = {}) =>
  prepareService(service({ id: 'shop', ...fields }), { ...haproxy, ...options })

test('derives how a service is carried', () => {
  expect(prepare({}).service?.mode).toBe('http')
  expect(prepareService(tcpService({ id: 'db', listenPort: 1 }), haproxy).service?.mode).toBe('tcp')
  expect(
    prepareService(tcpService({ id: 'db', listenPort: 1, transportProtocol: 'udp' }), { ...haproxy, syntax: 'nginx' }).service
      ?.mode,
  ).toBe('udp')
})

test('leaves a udp service out of HAProxy with the reason', () => {
  const { service: kept, problems } = prepareService(tcpService({ id: 'dns', listenPort: 53, transportProtocol: 'udp' }), haproxy)
  expect(kept).toBeUndefined()
  expect(problems).toMatchObject([{ code: 'PROXYM_UDP_UNSUPPORTED', subject: 'dns', hint: expect.any(String) }])
})

test.each<[string, Partial<Service>]>([
  ['domain', { domains: ['a.example.com', 'evil\n  use_backend x'] }],
  ['path', { proxyPath: '/a b' }],
  ['address', { hosts: [host('x /run/docker.sock #', 80)] }],
  ['port', { hosts: [host('10.0.0.1', 99_999)] }],
])('leaves out a service whose %s core should have refused', (_field, fields) => {
  const { service: kept, problems } = prepare(fields)
  expect(kept).toBeUndefined()
  expect(problems).toMatchObject([{ code: 'PROXYM_FIELD_REFUSED', subject: 'shop' }])
})

test('leaves out a service whose config text is refused, naming line and reason', () => {
  const { service: kept, problems } = prepare({ source: 'Marathon', config: 'timeout server 20s\nbind :81' })
  expect(kept).toBeUndefined()
  expect(problems).toMatchObject([
    {
      code: 'PROXYM_CONFIG_TEXT',
      subject: 'shop',
      message: expect.stringContaining('line 2: `bind`'),
      hint: expect.stringContaining('"Marathon"'),
    },
  ])
})

test('applies the policy for config texts per source', () => {
  const configText = { Marathon: 'off', File: 'trusted' } as const
  const config = 'bind :81'
  expect(prepare({ source: 'File', config }, { configText })).toMatchObject({ service: { config }, problems: [] })
  expect(prepare({ source: 'Marathon', config }, { configText })).toMatchObject({
    service: { config: '' },
    problems: [{ code: 'PROXYM_CONFIG_TEXT_OFF' }],
  })
  expect(prepare({ source: 'Other', config }, { configText }).service).toBeUndefined()
  expect(prepare({ source: 'constructor', config }, { configText }).service).toBeUndefined()
  expect(prepare({ source: 'Marathon' }, { configText }).problems).toEqual([])
  expect(prepare({ config }, { configText: 'trusted' }).service?.config).toBe(config)
  expect(prepare({ config }, { configText: 'off' }).service?.config).toBe('')
})

test.each([
  [{ health: { path: '/health?x=1', protocol: 'HTTP' } }, '/health?x=1'],
  [{ health: { path: '/health', protocol: 'MESOS_HTTP' } }, '/health'],
  [{ health: { path: '/health' } }, '/health'],
  [{ health: { path: '/health', protocol: 'HTTPS' } }, ''],
  [{ health: { path: '/health', protocol: 'COMMAND' } }, ''],
  [{ health: { path: '/x\n  server evil 1.2.3.4:80' } }, ''],
  [{ health: { path: 7 } }, ''],
  [{ health: ['/health'] }, ''],
  [{ health: null }, ''],
  [{}, ''],
])('takes the health path from the metadata %j', (metadata, wanted) => {
  expect(prepare({ metadata }).service?.healthPath).toBe(wanted)
})

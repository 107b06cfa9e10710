import type { Service } from '@proxym/core'
import { expect, test } from 'vitest'
import { createDataBuilder, prepareService, reservedPort } from '../../src/data/index.ts'
import { service, tcpService } from '../rig/service.ts'

function listen(services: readonly Service[], reserved: readonly number[] = []) {
  const prepared = services.flatMap(each => prepareService(each, { syntax: 'none', configText: 'lint' }).service ?? [])
  const ranges = reserved.map(port => ({ transport: 'tcp' as const, from: port, to: port }))
  const { data, denied } = createDataBuilder()(prepared, { reserved: ranges, vars: {} })
  return {
    listeners: data.listeners.map(({ port, transport, mode, service: { id } }) => `${port} ${transport} ${mode} ${id}`),
    problems: denied.map(reservedPort),
  }
}

test('lists services with a port of their own by port, tcp before udp', () => {
  const services = [
    tcpService({ id: 'dns-udp', listenPort: 53, transportProtocol: 'udp' }),
    tcpService({ id: 'dns', listenPort: 53 }),
    tcpService({ id: 'other', listenPort: 9, transportProtocol: 'sctp' }),
    service({ id: 'web', listenPort: 8080 }),
    service({ id: 'by-domain', listenPort: 8081, domains: ['a.example.com'] }),
    service({ id: 'by-path', listenPort: 8082, proxyPath: '/a' }),
    tcpService({ id: 'none', listenPort: 0 }),
  ]
  expect(listen(services).listeners).toEqual(['9 tcp tcp other', '53 tcp tcp dns', '53 udp udp dns-udp', '8080 tcp http web'])
})

test('leaves out a listener on a port that the template binds, and says so', () => {
  const { listeners, problems } = listen(
    [tcpService({ id: 'a', listenPort: 80 }), tcpService({ id: 'b', listenPort: 80, transportProtocol: 'udp' })],
    [80],
  )
  expect(listeners).toEqual(['80 udp udp b'])
  expect(problems).toMatchObject([
    { code: 'PROXYM_RESERVED_PORT', subject: 'a', message: expect.stringContaining('tcp port 80'), hint: expect.any(String) },
  ])
})

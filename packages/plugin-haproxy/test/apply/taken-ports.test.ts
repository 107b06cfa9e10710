import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { probeBind } from '../../src/apply/probe-bind.ts'
import { createFindNewPlaces } from '../../src/apply/taken-ports.ts'
import { configText } from '../../src/text/index.ts'
import { applierRig, forever } from '../apply-rig/applier.ts'

const find = createFindNewPlaces()
const newPlaces = (text: string, loaded: string, syntax: Parameters<typeof find>[2]) =>
  find(configText(text), configText(loaded), syntax)
const frontend = (...binds: readonly string[]) => binds.map((bind, index) => `frontend f${index}\n  bind ${bind}\n`).join('')

test.each([
  ['a new port', frontend('*:80', '*:81'), frontend('*:80'), [['tcp', '*', 81, 4]]],
  ['a port of one address', frontend('*:80', '127.0.0.1:81'), frontend('*:80'), [['tcp', '127.0.0.1', 81, 4]]],
  ['a port that the proxy holds on another address', frontend('127.0.0.1:80'), frontend('*:80'), []],
  ['a port within a range that the proxy holds', frontend('*:85'), frontend('*:80-90'), []],
  [
    'a short range',
    frontend('*:90-91'),
    frontend('*:80'),
    [
      ['tcp', '*', 90, 2],
      ['tcp', '*', 91, 2],
    ],
  ],
  ['a range of thousands', frontend('*:20000-30000'), '', []],
  ['a socket without a port', frontend('/run/x.sock', 'abns@x'), '', []],
  ['a port that is given up', '', frontend('*:80'), []],
])('%s', (_, text, loaded, expected) => {
  const found = newPlaces(text, loaded, 'haproxy')
  expect(found.map(({ transport, address, port, line }) => [transport, address, port, line])).toEqual(expected)
})

test('in nginx udp and tcp of one port are two places', () => {
  const stream = (listen: string) => `stream {\n  server {\n    listen ${listen};\n  }\n}\n`
  expect(newPlaces(stream('53 udp'), stream('53'), 'nginx')).toMatchObject([{ transport: 'udp', port: 53 }])
  expect(newPlaces(stream('53 udp'), stream('53 udp'), 'nginx')).toEqual([])
})

test('nobody knows where a text of unknown rules listens', () => {
  expect(newPlaces(frontend('*:80'), '', 'none')).toEqual([])
})

test('a place is taken while another process listens there, and only then', async () => {
  const tcp = createServer().listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const { port } = tcp.address() as AddressInfo
  const place = { transport: 'tcp', address: '127.0.0.1', port } as const
  expect(await probeBind(place)).toBe(true)
  expect(await probeBind({ ...place, address: '*' })).toBe(true)
  tcp.close()
  await once(tcp, 'close')
  expect(await probeBind(place)).toBe(false)
  expect(await probeBind(place)).toBe(false)
  const udp = createSocket('udp4').bind(0, '127.0.0.1')
  onTestFinished(() => void udp.close())
  await once(udp, 'listening')
  expect(await probeBind({ transport: 'udp', address: '127.0.0.1', port: udp.address().port })).toBe(true)
})

test.each([
  ['an address of another machine', { transport: 'tcp', address: '192.0.2.1', port: 1 }],
  ['no address', { transport: 'tcp', address: 'not an address', port: 1 }],
  ['an IPv6 address of another machine', { transport: 'udp', address: '2001:db8::1', port: 1 }],
] as const)('%s cannot be found out about, which counts as free', async (_, place) => {
  expect(await probeBind(place)).toBe(false)
})

/** An applier for HAProxy's texts; the test says which ports are taken, and sees which were asked about. */
async function probed(taken: ReadonlySet<number>) {
  const asked: number[] = []
  const rig = await applierRig({
    syntax: async () => 'haproxy',
    async probe({ port }) {
      asked.push(port)
      return taken.has(port)
    },
  })
  return { ...rig, asked }
}

test('a text that wants a port of another process is refused before anything is checked, written or reloaded', async () => {
  const taken = new Set([81])
  const { applier, script, read, asked } = await probed(taken)
  await applier.apply(frontend('*:80'), forever)
  await expect(applier.apply(frontend('*:80', '*:81'), forever)).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_PORT_TAKEN', message: expect.stringContaining('another process listens on tcp port 81') }],
  })
  expect([await read(), script.ran, asked]).toEqual([frontend('*:80'), ['check', 'reload'], [81]])
  taken.clear()
  await applier.apply(frontend('*:80', '*:81'), forever)
  expect(await read()).toBe(frontend('*:80', '*:81'))
})

test('nothing is asked while nobody knows where the proxy listens itself: at a start, and after a load that failed', async () => {
  const { applier, script, asked } = await probed(new Set([80, 81, 82]))
  await applier.apply(frontend('*:80'), forever)
  script.answer('reload', 1)
  await expect(applier.apply(frontend('*:80', '*:90'), forever)).rejects.toThrow('the reload command failed')
  await applier.apply(frontend('*:80', '*:81'), forever)
  expect(asked).toEqual([90])
})

test('a trial says the same, with the line that asks for the port', async () => {
  const { applier } = await probed(new Set([81]))
  await applier.apply(frontend('*:80'), forever)
  expect(await applier.trial(frontend('*:80', '*:81'), forever)).toMatchObject({
    complaints: [{ line: 4, words: 'another process listens on tcp port 81' }],
  })
  expect(await applier.trial(frontend('*:80', '*:82'), forever)).toBeUndefined()
})

import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createRuntime } from '../../src/runtime/runtime.ts'
import { configText } from '../../src/text/index.ts'
import { fakeClock, forever } from '../apply-rig/applier.ts'
import { until } from '../rig/until.ts'
import { fakeHaproxy } from './fake-haproxy.ts'

interface Line {
  readonly ip: string
  readonly port: number
  readonly weight: number
}

const nameOf = ({ ip, port }: Line) => `s-${ip.replaceAll(':', '-')}-${port}`
const address = ({ ip, port }: Line) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)

/** A file with these backends. */
function fileOf(backends: Readonly<Record<string, readonly Line[]>>, options = ''): ReturnType<typeof configText> {
  const sections = Object.entries(backends).map(
    ([name, lines]) =>
      `backend ${name} from http\n    balance roundrobin\n${lines.map(line => `    server ${nameOf(line)} ${address(line)} weight ${line.weight}${options}\n`).join('')}`,
  )
  return configText(['global\n    maxconn 10\n', 'defaults http\n    mode http\n    default-server inter 1s\n', ...sections])
}

const held = (backends: Readonly<Record<string, readonly Line[]>>) =>
  Object.fromEntries(
    Object.entries(backends).map(([name, lines]) => [name, lines.map(line => ({ name: nameOf(line), ...line }))]),
  )

const servingOf = (lines: readonly Line[]) => lines.map(line => `${nameOf(line)} ${line.ip}:${line.port} ${line.weight}`).sort()

const lost = () => {}

function rig(backends: Readonly<Record<string, readonly Line[]>>) {
  const haproxy = fakeHaproxy(held(backends))
  const runtime = createRuntime('/socket', { ask: haproxy.ask, clock: fakeClock(), target: '/haproxy.cfg', lost })
  onTestFinished(() => runtime.rest())
  return { haproxy, runtime }
}

const line = fc.record({
  ip: fc.constantFrom('10.0.0.1', '10.0.0.2', '::1'),
  port: fc.constantFrom(80, 81),
  weight: fc.integer({ min: 0, max: 3 }),
})
const lines = fc.uniqueArray(line, { maxLength: 5, selector: nameOf })
const backends = fc.record({ a: lines, 'b.c': lines })

test.each([
  ['without a check', ''],
  ['with a check', ' check'],
])('whatever the servers were, HAProxy serves those of the next file, %s', async (_, options) => {
  await fc.assert(
    fc.asyncProperty(backends, fc.array(backends, { minLength: 1, maxLength: 4 }), async (first, steps) => {
      const { haproxy, runtime } = rig(first)
      let before = first
      for (const now of steps) {
        await runtime.bring(fileOf(before, options), fileOf(now, options), forever)
        await runtime.settled()
        for (const name of ['a', 'b.c'] as const) expect(haproxy.serving(name)).toEqual(servingOf(now[name]))
        before = now
      }
      // What has no connections any more is taken away.
      await until('the others are gone', () => haproxy.names('a').join() === before.a.map(nameOf).sort().join())
      await runtime.rest()
    }),
    { numRuns: 150 },
  )
})

test('cut off after any command, and begun again by what HAProxy says, it ends with the servers of the file', async () => {
  const first = {
    a: [
      { ip: '10.0.0.1', port: 1, weight: 1 },
      { ip: '10.0.0.2', port: 1, weight: 1 },
    ],
  }
  const next = {
    a: [
      { ip: '10.0.0.2', port: 1, weight: 5 },
      { ip: '10.0.0.3', port: 1, weight: 1 },
    ],
  }
  const whole = rig(first)
  await whole.runtime.bring(fileOf(first, ' check'), fileOf(next, ' check'), forever)
  await whole.runtime.settled()
  const commands = whole.haproxy.log.length
  expect(commands).toBeGreaterThan(8)
  for (let cut = 0; cut < commands; cut++) {
    const { haproxy, runtime } = rig(first)
    let left = cut
    haproxy.before = () => {
      if (left-- <= 0) throw new Error('killed')
    }
    await runtime.bring(fileOf(first, ' check'), fileOf(next, ' check'), forever).catch(() => undefined)
    await runtime.settled()
    await runtime.rest()
    haproxy.before = () => {}
    const again = createRuntime('/socket', { ask: haproxy.ask, clock: fakeClock(), target: '/haproxy.cfg', lost })
    await again.bring(fileOf(first, ' check'), fileOf(next, ' check'), forever)
    await again.settled()
    expect(haproxy.serving('a'), `after ${cut} commands`).toEqual(servingOf(next.a))
    await again.rest()
  }
})

test('a HAProxy that was started again with the new file needs nothing', async () => {
  const first = { a: [{ ip: '10.0.0.1', port: 1, weight: 1 }] }
  const next = { a: [{ ip: '10.0.0.2', port: 1, weight: 1 }] }
  const { haproxy, runtime } = rig(next)
  await runtime.bring(fileOf(first), fileOf(next), forever)
  await runtime.settled()
  expect(haproxy.log.filter(command => !command.startsWith('show') && !command.startsWith('set severity'))).toEqual([])
})

test('a new server gets its weight only when its check has passed, and the old one stays until then', async () => {
  const first = { a: [{ ip: '10.0.0.1', port: 1, weight: 1 }] }
  const next = { a: [{ ip: '10.0.0.2', port: 1, weight: 7 }] }
  const { haproxy, runtime } = rig(first)
  await runtime.bring(fileOf(first, ' check'), fileOf(next, ' check'), forever)
  await runtime.settled()
  const order = haproxy.log.filter(command => /^(?:add|enable|set weight|set server)/.test(command))
  expect(order).toEqual([
    'add server a/s-10.0.0.2-1 10.0.0.2:1 inter 1s check pool-purge-delay 5s pool-max-conn -1 weight 0',
    'enable health a/s-10.0.0.2-1',
    'enable server a/s-10.0.0.2-1',
    'set weight a/s-10.0.0.2-1 7',
    'set server a/s-10.0.0.1-1 state drain',
    ...order.slice(5),
  ])
})

test('a server with connections is drained, not taken away, and one that is wanted again stays', async () => {
  const first = {
    a: [
      { ip: '10.0.0.1', port: 1, weight: 1 },
      { ip: '10.0.0.2', port: 1, weight: 1 },
    ],
  }
  const next = { a: [{ ip: '10.0.0.2', port: 1, weight: 1 }] }
  const { haproxy, runtime } = rig(first)
  const busy = haproxy.held.get('a')?.get('s-10.0.0.1-1')
  if (busy !== undefined) busy.connections = 3
  await runtime.bring(fileOf(first), fileOf(next), forever)
  await runtime.settled()
  expect(haproxy.serving('a')).toEqual(servingOf(next.a))
  expect(haproxy.names('a')).toContain('s-10.0.0.1-1')
  await runtime.bring(fileOf(next), fileOf(first), forever)
  await runtime.settled()
  expect(haproxy.serving('a')).toEqual(servingOf(first.a))
})

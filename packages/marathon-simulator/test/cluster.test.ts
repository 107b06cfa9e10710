import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createSimulator } from '../src/index.ts'
import { ask, read } from './rig/ask.ts'
import { listen } from './rig/listen.ts'
import { start } from './rig/start.ts'

async function cluster(version: string) {
  const simulator = await start({ version, instances: 3 })
  simulator.deploy({ id: '/web' })
  simulator.settle()
  const [a = '', b = '', c = ''] = simulator.urls
  return { simulator, a, b, c }
}

test.each(['0.8', '0.9', '1.4', '1.11'])('%s: a standby passes requests on to the leader', async version => {
  const { a, b } = await cluster(version)
  const { status, text, headers } = await ask(`${b}/v2/apps`)
  expect([status, JSON.parse(text).apps[0].id]).toEqual([200, '/web'])
  const names = version === '0.8' ? [undefined, undefined] : [a, `1.1 ${new URL(b).host}`]
  expect([headers['x-marathon-leader'], headers['x-marathon-via']]).toEqual(names)
})

test.each(['0.9', '1.6'])('%s: a standby passes the stream on', async version => {
  const { simulator, b } = await cluster(version)
  const stream = await listen(b)
  simulator.publish('x', {})
  await stream.until(text => text.includes('"x"'))
  expect(simulator.instances.map(({ openStreams }) => openStreams)).toEqual([1, 0, 0])
})

test.each(['1.7', '1.11'])('%s: a standby redirects the stream to the leader', async version => {
  const { a, b } = await cluster(version)
  const stream = await listen(b, '?plan-format=light')
  expect([stream.status, stream.headers.location]).toEqual([302, `${a}/v2/events?plan-format=light`])
})

test('leader, info and ping are answered by each instance itself', async () => {
  const { simulator, a, b } = await cluster('1.11')
  expect((await read(`${b}/v2/info`)).elected).toBe(false)
  expect(await read(`${b}/v2/leader`)).toEqual({ leader: new URL(a).host })
  simulator.elect(undefined)
  const { status, text } = await ask(`${b}/v2/leader`)
  expect([status, JSON.parse(text)]).toEqual([404, { message: 'There is no leader' }])
})

test.each([
  ['0.9', 503],
  ['1.6', 503],
  ['1.7', 502],
])('%s without a leader answers %i, in HTML', async (version, status) => {
  const { simulator, b } = await cluster(version)
  simulator.elect(undefined)
  const answer = await ask(`${b}/v2/apps`)
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8'])
})

test.each([
  ['0.8', 200],
  ['1.3', 502],
  ['1.4', 503],
  ['1.11', 502],
])('%s, its leader refusing connections, answers %i', async (version, status) => {
  const { simulator, b } = await cluster(version)
  await simulator.instances[0]?.close()
  const answer = await ask(`${b}/v2/apps`)
  expect(answer.status).toBe(status)
  // The oldest hide it: an empty body with status 200.
  if (version === '0.8') expect(answer.text).toBe('')
})

test('0.8 without a leader serves what it has: nothing', async () => {
  const { simulator, b } = await cluster('0.8')
  simulator.elect(undefined)
  expect(await read(`${b}/v2/apps`)).toEqual({ apps: [] })
})

test('a leader that is none any more ends its streams politely', async () => {
  const { simulator, a, b } = await cluster('1.11')
  const stream = await listen(a)
  simulator.elect(1)
  expect(await stream.ended).toBe(true)
  expect(simulator.leader).toBe(1)
  expect((await listen(b)).status).toBe(200)
})

test('a leader that is killed refuses connections, and the next one leads', async () => {
  const { simulator, a, b } = await cluster('1.11')
  const stream = await listen(a)
  await simulator.killLeader()
  expect(await stream.ended).toBe(false)
  await expect(ask(`${a}/v2/apps`)).rejects.toThrow('ECONNREFUSED')
  expect((await read(`${b}/v2/apps`)).apps).toHaveLength(1)
  await simulator.instances[0]?.open()
  expect((await ask(`${a}/v2/apps`)).headers['x-marathon-leader']).toBe(b)
  await simulator.killLeader()
  await simulator.killLeader()
  expect([simulator.leader, simulator.instances[0]?.isOpen]).toEqual([0, true])
  await simulator.killLeader()
  expect(simulator.leader).toBeUndefined()
})

test('a follower that lags serves what there was, by itself', async () => {
  const { simulator, b } = await cluster('1.11')
  simulator.instances[1]?.lag(true)
  simulator.deploy({ id: '/new' })
  expect((await read(`${b}/v2/apps`)).apps).toHaveLength(1)
  simulator.instances[1]?.lag(false)
  expect((await read(`${b}/v2/apps`)).apps).toHaveLength(2)
})

test('a body that ends early at the leader ends early at the standby too', async () => {
  const { simulator, b } = await cluster('1.4')
  simulator.misbehave({ kind: 'half', contentLength: true }, { instance: 0 })
  expect((await ask(`${b}/v2/apps`)).isComplete).toBe(false)
  simulator.behave()
  simulator.misbehave({ kind: 'close', after: 'headers' }, { instance: 0 })
  expect((await ask(`${b}/v2/apps`)).isComplete).toBe(false)
})

test('a proxy that is asked by itself says so', async () => {
  const { b } = await cluster('1.4')
  const headers = { 'x-marathon-via': `1.1 ${new URL(b).host}` }
  const { status, text } = await ask(`${b}/v2/apps`, { headers })
  expect([status, text]).toEqual([502, '{"message":"Detected proxying loop."}'])
})

test('an instance that is not there cannot lead', async () => {
  const { simulator } = await cluster('1.11')
  expect(() => simulator.elect(3)).toThrow('there is no instance 3')
})

/** Listen on a port of loopback; undefined when somebody does. */
async function occupy(port: number) {
  const server = createServer().listen(port, '127.0.0.1')
  const isOurs = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (!isOurs) return undefined
  const close = () => new Promise<void>(resolve => server.close(() => resolve()))
  return { port: (server.address() as AddressInfo).port, close }
}

test('a cluster that cannot be whole does not listen at all', async () => {
  // Two ports side by side, of which the first is free again.
  let [first, second] = [await occupy(0), undefined as Awaited<ReturnType<typeof occupy>>]
  while (first !== undefined && (second = await occupy(first.port + 1)) === undefined) first = await occupy(0)
  onTestFinished(() => second?.close())
  await first?.close()
  const port = first?.port ?? 0
  await expect(createSimulator({ port, instances: 2 })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  const again = await occupy(port)
  onTestFinished(() => again?.close())
  expect(again?.port).toBe(port)
})

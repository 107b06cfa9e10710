import { expect, test } from 'vitest'
import { answers, type Fault } from '../src/index.ts'
import { ask } from './rig/ask.ts'
import { listen } from './rig/listen.ts'
import { start } from './rig/start.ts'

async function faulty(fault: Fault) {
  const simulator = await start()
  simulator.misbehave(fault, { route: '/v2/events' })
  return { simulator, stream: await listen(simulator.url) }
}

test('stall: a stream that is open and silent for ever, without heartbeats', async () => {
  const { simulator, stream } = await faulty({ kind: 'stall' })
  simulator.publish('x', {})
  simulator.advance(3_600_000)
  await ask(`${simulator.url}/ping`)
  expect([stream.status, stream.text(), simulator.instances[0]?.openStreams]).toEqual([200, '', 1])
})

test('a good stream can fall silent', async () => {
  const simulator = await start()
  const stream = await listen(simulator.url)
  await stream.until(text => text.endsWith('\r\n\r\n'))
  const before = stream.text()
  simulator.instances[0]?.silenceStreams()
  simulator.publish('x', {})
  simulator.advance(3_600_000)
  // One that comes after is served.
  const second = await listen(simulator.url)
  await second.until(text => text.includes('attached'))
  expect(stream.text()).toBe(before)
})

test('close: the stream ends at once, 100 times', async () => {
  const simulator = await start()
  const misbehaviour = simulator.misbehave({ kind: 'close', after: 'headers' }, { route: '/v2/events', times: 100 })
  for (let count = 0; count < 100; count++) {
    const stream = await listen(simulator.url)
    await stream.ended
    expect(stream.text()).toBe('')
  }
  expect(misbehaviour.hits).toBe(100)
  const good = await listen(simulator.url)
  await good.until(text => text.includes('attached'))
})

test('half: the first event stops in the middle, and the stream ends', async () => {
  const { stream } = await faulty({ kind: 'half' })
  expect(await stream.ended).toBe(true)
  expect(stream.text()).toMatch(/^event: event_stream_attached\r\ndata: \{[^}]*$/)
})

test.each(['\n', '\r', '\r\n'] as const)('lineEnds: %j', async end => {
  const { stream } = await faulty({ kind: 'lineEnds', end })
  await stream.until(text => text.endsWith(end + end))
  expect(stream.text().replaceAll(end, '|')).toMatch(/^event: event_stream_attached\|data: \{.*\}\|\|$/)
})

test('chunks: every byte for itself, CR and LF too', async () => {
  const { stream } = await faulty({ kind: 'chunks' })
  await stream.until(text => text.endsWith('}\r\n\r\n'))
  expect(stream.chunks().every(chunk => chunk.length === 1)).toBe(true)
  expect(stream.types()).toEqual(['event_stream_attached'])
})

test('what is no fault of a stream is an answer in its place', async () => {
  const { stream } = await faulty(answers.loginPage)
  expect([stream.status, stream.headers['content-type']]).toEqual([200, 'text/html'])
})

test('a storm sends as many events as it said, whatever the machine does', async () => {
  const simulator = await start()
  const stream = await listen(simulator.url)
  let heard = 0
  simulator.onEvent(({ type }) => {
    if (type === 'status_update_event') heard += 1
  })
  const storm = simulator.storm({ perSecond: 10_000, seconds: 0.3 })
  expect(await storm.done).toBe(3000)
  expect(heard).toBe(3000)
  await stream.until(text => text.includes('"status_update_event"'))
})

test('a storm can be stopped, and say what it likes', async () => {
  const simulator = await start()
  const first = new Promise<string>(resolve => simulator.onEvent(event => resolve(event.json())))
  const storm = simulator.storm({ perSecond: 1000, seconds: 3600, event: index => ({ type: 'mine', body: { index } }) })
  expect(JSON.parse(await first)).toMatchObject({ eventType: 'mine', index: 0 })
  storm.stop()
  expect(await storm.done).toBeGreaterThan(0)
})

test('a storm ends with its simulator', async () => {
  const simulator = await start()
  const storm = simulator.storm({ perSecond: 1, seconds: 3600 })
  await simulator.close()
  expect(await storm.done).toBe(0)
})

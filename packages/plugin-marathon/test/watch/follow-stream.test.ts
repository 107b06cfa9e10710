import { PassThrough, Readable } from 'node:stream'
import { afterEach, expect, test, vi } from 'vitest'
import { followStream } from '../../src/watch/follow-stream.ts'

afterEach(() => void vi.useRealTimers())

const where = 'http://m1:8080'

/** Feed chunks to a stream and show what it came to. */
async function followed(chunks: Iterable<Uint8Array>, mostCharacters?: number) {
  const events: (readonly [type: string | undefined, text: string])[] = []
  let attached = 0
  const end = await followStream({
    where,
    body: Readable.from(chunks),
    onEvent: (type, text) => events.push([type, text]),
    onAttached: () => attached++,
    idleMs: 45_000,
    ...(mostCharacters === undefined ? {} : { mostCharacters }),
  }).catch((error: Error) => error.message)
  return { events, attached, end }
}

const expected = [
  ['event_stream_attached', '{"eventType":"event_stream_attached"}'],
  ['status_update_event', '{"appId":"/ä€😀",\n"eventType":"status_update_event"}'],
  [undefined, '{"eventType":"deployment_success"}'],
]

/** Heartbeats, several lines of data, fields without a space, no type; the last event is never finished. */
const lines = [
  '',
  'event: event_stream_attached',
  'data: {"eventType":"event_stream_attached"}',
  '',
  '',
  ': a comment',
  'event:status_update_event',
  'data: {"appId":"/ä€😀",',
  'data: "eventType":"status_update_event"}',
  'id: 5',
  'retry: 10',
  'nonsense',
  '',
  'data: {"eventType":"deployment_success"}',
  '',
  'data: {"half":',
]

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('reads a stream with %s that is split at every byte', async (_, eol) => {
  const bytes = Buffer.from(`\uFEFF${lines.join(eol)}`)
  const whole = await followed([bytes])
  expect(whole).toEqual({ events: expected, attached: 1, end: expect.stringContaining('ended') })
  expect((await followed(Array.from(bytes, byte => Buffer.of(byte)))).events).toEqual(expected)
  for (let at = 0; at <= bytes.length; at++) {
    const { events } = await followed([bytes.subarray(0, at), bytes.subarray(at)])
    expect(events).toEqual(expected)
  }
})

test('a line without an end is given up at the limit', async () => {
  const endless = function* () {
    yield Buffer.from('data: ')
    for (;;) yield Buffer.alloc(65_536, 'x')
  }
  const { events, end } = await followed(endless(), 1_000_000)
  expect(events).toEqual([])
  expect(end).toContain('sent an event of more than')
})

test('an event of many lines is given up at the limit too', async () => {
  const many = function* () {
    for (;;) yield Buffer.from(`data: ${'x'.repeat(1000)}\n`)
  }
  expect((await followed(many(), 100_000)).end).toContain('sent an event of more than')
})

test('a large event below the limit is read', async () => {
  const text = JSON.stringify({ eventType: 'deployment_info', plan: 'x'.repeat(8 * 2 ** 20) })
  const bytes = Buffer.from(`data: ${text}\n\n`)
  const chunks = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, at) =>
    bytes.subarray(at * 65_536, (at + 1) * 65_536),
  )
  expect((await followed(chunks)).events[0]?.[1].length).toBe(text.length)
})

/** A stream under fake timers. */
function opened() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const body = new PassThrough()
  const ended = followStream({ where, body, onEvent: () => {}, onAttached: () => {}, idleMs: 45_000 }).catch(
    (error: Error) => error.message,
  )
  const write = async (text: string): Promise<void> => {
    body.write(text)
    await new Promise(resolve => setImmediate(resolve))
  }
  return { body, ended, write }
}

test('a stream that never attaches is given up after ten seconds', async () => {
  const { ended, write } = opened()
  await write('\r\n')
  vi.advanceTimersByTime(10_000)
  expect(await ended).toContain('never attached')
})

test('a stream that falls silent is given up; a heartbeat is enough to keep it', async () => {
  const { ended, write, body } = opened()
  await write('event: event_stream_attached\ndata: {}\n\n')
  for (let beat = 0; beat < 5; beat++) {
    vi.advanceTimersByTime(44_999)
    await write('\r\n')
  }
  expect(body.destroyed).toBe(false)
  vi.advanceTimersByTime(45_000)
  expect(await ended).toContain('was silent for 45000 ms')
  expect(body.destroyed).toBe(true)
})

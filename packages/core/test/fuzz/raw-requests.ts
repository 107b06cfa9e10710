import { randomUUID } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import fc from 'fast-check'
import { expect } from 'vitest'
import { exchange, openSocket, serve } from '../http/serve.ts'
import { mutated, textOf } from './odd-values.ts'

const valid = [
  'GET /livez HTTP/1.1\nhost: localhost\nconnection: close\n\n',
  'POST /things?x=1 HTTP/1.1\nhost: 127.0.0.1\ncontent-type: application/json\ncontent-length: 7\nconnection: close\n\n{"a":1}',
  'POST /things HTTP/1.1\nhost: localhost\ntransfer-encoding: chunked\nconnection: close\n\n3\nabc\n0\n\n',
  'PUT /things/%2e%2e/x HTTP/1.0\norigin: http://evil.example.com\n\n',
]
const request = fc.oneof(
  mutated(...valid),
  textOf(
    'GET ',
    'POST ',
    '/things',
    '/livez',
    '?',
    '%',
    '%ff',
    '../',
    ' HTTP/1.1',
    '\n',
    'host: localhost',
    'host:',
    'content-length: 9',
    '{',
    '"',
    '\u0000',
    ': ',
  ),
  fc
    .json()
    .map(
      body => `POST /things HTTP/1.1\nhost: localhost\ncontent-length: ${Buffer.byteLength(body)}\nconnection: close\n\n${body}`,
    ),
)

/** Send that many odd requests, some at a time; the server answers each or hangs up, and serves the next one. */
export async function sendOddRequests(count: number): Promise<void> {
  const { address, stderr } = await serve({
    limits: { headersMs: 200, requestMs: 400, checkMs: 50, connections: 200 },
    routes: routes => routes.post('/things', async c => c.json(await c.req.json().catch(() => 'no JSON'))),
  })
  const send = async (text: string) => {
    const odd = openSocket(address, text.replaceAll('\n', '\r\n'))
    odd.socket.end()
    const ended = await Promise.race([odd.ended, after(10_000, 'never ended', { ref: false })])
    if (ended !== '') expect(ended).toMatch(/^HTTP\/1\.1 [2345]\d\d /)
    expect(ended).not.toMatch(/ 500 |\n {4}at /)
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: 10, maxLength: 10 }),
      async requests => void (await Promise.all(requests.map(send))),
    ),
    { numRuns: Math.ceil(count / 10), interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true },
  )
  const mark = randomUUID()
  const body = JSON.stringify(mark)
  const last = `POST /things HTTP/1.1\nhost: localhost\ncontent-length: ${body.length}\nconnection: close\n\n${body}`
  expect(await exchange(address, last)).toContain(mark)
  expect(stderr.text).toBe('')
}

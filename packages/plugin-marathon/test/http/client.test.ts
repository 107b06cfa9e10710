import { createServer as createTcpServer } from 'node:net'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { readBody } from '../../src/http/read-body.ts'
import { retryAfterMs } from '../../src/http/retry-after.ts'
import { clientWith } from '../rig/marathon-client.ts'
import { json, scriptedMarathon } from '../rig/scripted-marathon.ts'

test('asks for JSON, with the prefix of the server, and says who asks', async () => {
  const marathon = await scriptedMarathon({ script: (_, response) => json(response, 200, { ok: true }) })
  const { get } = clientWith({ servers: [`${marathon.url}/service/marathon/`] })
  expect((await get('/v2/apps')).body).toEqual({ ok: true })
  expect(marathon.seen).toMatchObject([
    {
      path: '/service/marathon/v2/apps',
      headers: { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'proxym' },
    },
  ])
})

test('a server that does not answer in time is given up, also when its body trickles', async () => {
  const silent = createTcpServer().listen(0, '127.0.0.1')
  onTestFinished(() => void silent.close())
  const trickling = await scriptedMarathon({
    script: (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
      return true
    },
  })
  const { port } = silent.address() as { port: number }
  const { get } = clientWith({ servers: [`127.0.0.1:${port}`, trickling.url], requestTimeoutMs: 200 })
  await expect(get('/v2/apps')).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_MARATHON_TIMEOUT', message: expect.stringMatching(/200 ms; .*200 ms/) }],
  })
})

test('names every server that failed, and why', async () => {
  const marathon = await scriptedMarathon({ script: (_, response) => json(response, 503, {}) })
  const closed = await scriptedMarathon()
  await closed.close()
  const { get } = clientWith({ servers: [closed.url, `${marathon.url}/x`] })
  await expect(get('/v2/apps')).rejects.toMatchObject({
    problems: [
      {
        code: 'PROXYM_MARATHON_UNREACHABLE',
        message: expect.stringMatching(
          `^no answer from \`${closed.url}\`.*ECONNREFUSED.*; \`${marathon.url}/x/v2/apps\` answered with status 503$`,
        ),
      },
    ],
  })
})

test('an abort from outside ends everything at once', async () => {
  const marathon = await scriptedMarathon({ script: () => true })
  const client = clientWith({ servers: [marathon.url, marathon.url.replace('127.0.0.1', 'localhost')] })
  const stop = new AbortController()
  const asked = client.onOneServer(get => get('/v2/apps'), stop.signal)
  stop.abort(new Error('enough'))
  await expect(asked).rejects.toThrow('enough')
})

test('a gzip bomb is given up at the limit of what comes out of it', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20))
  const pieces = Array.from({ length: Math.ceil(bomb.length / 1024) }, (_, at) => bomb.subarray(at * 1024, (at + 1) * 1024))
  const body = Readable.from(pieces)
  await expect(readBody(body, 'gzip', 'http://m', 2 ** 20)).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_MARATHON_TOO_LARGE' }],
  })
  expect(body.destroyed).toBe(true)
  await expect(readBody(Readable.from([Buffer.alloc(11)]), '', 'http://m', 10)).rejects.toThrow('more than')
  expect(
    await readBody(Readable.from([Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)]), 'identity', 'http://m', 10),
  ).toBe('ä')
})

test.each([
  [503, '7', 7_000],
  [429, '7', 7_000],
  [503, '0', 0],
  [503, '100000', 300_000],
  [503, 'Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
  [503, 'Thu, 01 Jan 1969 00:01:00 GMT', 0],
  [503, 'soon', 0],
  [503, undefined, 0],
  [500, '7', 0],
])('status %i with Retry-After %j waits %i ms', (status, header, ms) => {
  expect(retryAfterMs(status, header, 0)).toBe(ms)
})

test('a server that asks for a pause is left alone until it is over', async () => {
  let now = 0
  const marathon = await scriptedMarathon({
    script: (_, response) => {
      response.setHeader('retry-after', '40')
      return json(response, 503, {})
    },
  })
  const { get } = clientWith({ servers: [marathon.url] }, () => now)
  await expect(get('/v2/apps')).rejects.toThrow('status 503')
  now = 39_000
  await expect(get('/v2/apps')).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_MARATHON_BUSY', message: expect.stringContaining('before 1970-01-01T00:00:40.000Z') }],
  })
  expect(marathon.seen).toHaveLength(1)
  now = 40_000
  marathon.script = (_, response) => json(response, 200, {})
  expect((await get('/v2/apps')).body).toEqual({})
})

test('only a 404 in JSON says that something is not there', async () => {
  const marathon = await scriptedMarathon({ script: (_, response) => json(response, 404, { message: 'App does not exist' }) })
  const { get } = clientWith({ servers: [marathon.url] })
  expect((await get('/v2/apps/a')).body).toBeUndefined()
  marathon.script = (_, response) => {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<html>')
    return true
  }
  await expect(get('/v2/apps/a')).rejects.toThrow('status 404')
  marathon.script = (_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' }).end()
    return true
  }
  await expect(get('/v2/apps/a')).rejects.toThrow('empty body')
})

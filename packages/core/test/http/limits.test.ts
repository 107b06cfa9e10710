import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exchange, openSocket, serve } from './serve.ts'

const echo: Parameters<typeof serve>[0] = {
  routes: routes => routes.post('/things', async c => c.json({ size: (await c.req.arrayBuffer()).byteLength })),
}
const post = (headers: string, body = '') => `POST /things HTTP/1.1\nhost: localhost\nconnection: close\n${headers}\n\n${body}`
const chunk = (size: number) => `${size.toString(16)}\n${'x'.repeat(size)}\n`

describe('bodies', () => {
  it('the largest body is a million bytes, whether its length is said or not', async () => {
    const { url, address } = await serve(echo)
    expect(await (await fetch(`${url}/things`, { method: 'POST', body: 'x'.repeat(1_000_000) })).json()).toEqual({
      size: 1_000_000,
    })
    const over = await fetch(`${url}/things`, { method: 'POST', body: 'x'.repeat(1_000_001) })
    expect([over.status, await over.json()]).toEqual([413, expect.objectContaining({ code: 'PROXYM_HTTP_BODY_SIZE' })])
    const chunks = chunk(100_000).repeat(10)
    expect(await exchange(address, post('transfer-encoding: chunked', `${chunks}0\n\n`))).toContain('{"size":1000000}')
    expect(await exchange(address, post('transfer-encoding: chunked', `${chunks}${chunk(1)}0\n\n`))).toContain('HTTP/1.1 413 ')
  })

  it('a route that reads bodies as they come gets all of them, and only that one', async () => {
    const { url, address } = await serve({
      routes: routes => {
        echo.routes?.(routes)
        routes.post('/events', { access: 'hint', streams: true }, async c => {
          let size = 0
          for await (const part of c.req.raw.body ?? []) size += (part as Uint8Array).byteLength
          return c.json({ size })
        })
      },
    })
    const body = 'x'.repeat(3_000_000)
    expect(await (await fetch(`${url}/events?a=/things`, { method: 'POST', body })).json()).toEqual({ size: 3_000_000 })
    const chunked = post('transfer-encoding: chunked', `${chunk(100_000).repeat(30)}0\n\n`).replace('/things', '/events')
    expect(await exchange(address, chunked)).toContain('{"size":3000000}')
    for (const path of ['/things', '/events/', '/other', '/things?/events'])
      expect((await fetch(`${url}${path}`, { method: 'POST', body })).status, path).toBe(413)
  })

  it('a body that never ends is refused when it passes the limit, and the server goes on', async () => {
    const { address, url } = await serve({ ...echo, limits: { bodyBytes: 1000 } })
    const { socket, ended } = openSocket(address, post('transfer-encoding: chunked').replaceAll('\n', '\r\n'))
    const more = () => void (socket.writable && socket.write(chunk(10_000).replaceAll('\n', '\r\n'), more))
    more()
    expect(await ended).toContain('HTTP/1.1 413 ')
    expect((await fetch(`${url}/livez`)).status).toBe(200)
  })

  it('a length that is too large is refused before the body is sent', async () => {
    const { address } = await serve(echo)
    const received = openSocket(address, post('content-length: 999999999999').replaceAll('\n', '\r\n'))
    expect(await received.ended).toContain('HTTP/1.1 413 ')
  })

  it('chunks keep their bytes and the request its address', async () => {
    const { address } = await serve({
      routes: routes =>
        routes.post('/things/:id', async c => c.text(`${c.req.param('id')}|${c.req.query('q')}|${await c.req.text()}`)),
    })
    const request = post('transfer-encoding: chunked', '3\nabc\n2\nde\n0\n\n').replace('/things', '/things/7?q=1')
    expect(await exchange(address, request)).toContain('\r\n\r\n7|1|abcde')
  })

  it('a compressed body is refused', async () => {
    const { url } = await serve(echo)
    for (const encoding of ['gzip', 'GZIP', 'br', 'deflate', 'gzip, identity']) {
      const headers = { 'content-encoding': encoding }
      const answer = await fetch(`${url}/things`, { method: 'POST', headers, body: gzipSync('x'.repeat(1_000_000)) })
      expect([answer.status, await answer.json()]).toEqual([415, expect.objectContaining({ code: 'PROXYM_HTTP_ENCODING' })])
    }
    const plain = await fetch(`${url}/things`, { method: 'POST', headers: { 'content-encoding': 'identity' }, body: 'abc' })
    expect(await plain.json()).toEqual({ size: 3 })
  })

  it('headers that are too large are refused', async () => {
    const { address } = await serve(echo)
    expect(await exchange(address, post(`x-long: ${'x'.repeat(20_000)}`))).toContain('HTTP/1.1 431 ')
  })
})

describe('slow clients', () => {
  const limits = { headersMs: 100, requestMs: 250, checkMs: 20 }

  it('headers that do not come are not waited for', async () => {
    const { address } = await serve({ limits })
    const silent = openSocket(address)
    const half = openSocket(address, 'GET /livez HTTP/1.1\r\nhost: local')
    expect(await half.ended).toContain('HTTP/1.1 408 ')
    expect(await silent.ended).toContain('HTTP/1.1 408 ')
  })

  it('a body that does not come is not waited for, and is no failure of the plugin', async () => {
    const { address, stderr } = await serve({ ...echo, limits })
    const started = performance.now()
    await openSocket(address, post('content-length: 10', 'abc').replaceAll('\n', '\r\n')).ended
    expect(performance.now() - started).toBeGreaterThan(200)
    expect(stderr.text).toBe('')
  })

  it('a connection that is kept open is closed when it stays idle', async () => {
    const { address } = await serve({ limits: { idleMs: 50, checkMs: 20 } })
    const { ended } = openSocket(address, 'GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n')
    expect(await ended).toContain('HTTP/1.1 200 OK')
  })
})

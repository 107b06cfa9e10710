import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { createRoutes } from '../../src/http/route-table.ts'
import type { Routes } from '../../src/http/routes.ts'
import { ProxymError } from '../../src/problem.ts'
import { captureLogs } from '../log/capture.ts'
import { exchange, openSocket, serve } from './serve.ts'

const { logger } = captureLogs()

describe('adding', () => {
  it('two plugins that add the same route are named', () => {
    const table = createRoutes()
    table.for('acme', logger).get('/things/:id', c => c.text('a'))
    table.for('acme', logger).post('/things/:id', c => c.text('a'))
    expect(() => table.for('other', logger).get('/things/:name', c => c.text('b'))).toThrow(ProxymError)
    expect(() => table.for('other', logger).get('/things/:name', c => c.text('b'))).toThrow(
      '`GET /things/:name` is added by `acme` and by `other`',
    )
  })

  it.each([
    ['does not begin with a slash', (routes: Routes) => routes.get('things', c => c.text('a'))],
    ['has no handler', (routes: Routes) => routes.post('/things', { access: 'hint' })],
    ['has no handler', (routes: Routes) => routes.get('/things', 'no' as never)],
  ])('a route that %s is refused', (reason, add) => {
    expect(() => add(createRoutes().for('acme', logger))).toThrow(reason)
  })

  it('a route that comes after the start is refused', () => {
    const table = createRoutes()
    table.build()
    expect(() => table.for('acme', logger).get('/late', c => c.text('a'))).toThrow('`GET /late` of `acme` comes after the start')
  })
})

describe('answering', () => {
  it('calls the handlers of a plugin, with parameters and middleware', async () => {
    const { url } = await serve({
      routes: routes => {
        routes.get(
          '/things/:id',
          (_c, next) => next(),
          c => c.json({ id: c.req.param('id') }),
        )
        routes.put('/things/:id', async c => c.text(await c.req.text()))
        routes.delete('/things/:id', c => c.body(null, 204))
        routes.get('/things/all', c => c.text('never: the first route that matches answers'))
      },
    })
    expect(await (await fetch(`${url}/things/a%2Fb`)).json()).toEqual({ id: 'a/b' })
    expect(await (await fetch(`${url}/things/1`, { method: 'PUT', body: 'whole' })).text()).toBe('whole')
    expect((await fetch(`${url}/things/1`, { method: 'DELETE' })).status).toBe(204)
    expect(await (await fetch(`${url}/things/all`)).json()).toEqual({ id: 'all' })
  })

  it('an unknown path is 404, a known path with another method 405, as JSON', async () => {
    const { url } = await serve({ routes: routes => routes.post('/things', c => c.text('a')) })
    const unknown = await fetch(`${url}/nothing`)
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { code: 'PROXYM_HTTP_NOT_FOUND', message: 'There is nothing at `/nothing`.', hint: expect.any(String) },
    ])
    const wrong = await fetch(`${url}/things`)
    expect([wrong.status, wrong.headers.get('allow'), await wrong.json()]).toEqual([
      405,
      'POST',
      { code: 'PROXYM_HTTP_METHOD', message: '`GET` is not possible here.', hint: 'Use POST.' },
    ])
    expect(wrong.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('secret detail')
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret detail'))],
    [
      'throws what is no error',
      () => {
        // biome-ignore lint/style/useThrowOnlyError: a plugin in JavaScript may
        throw 'secret detail'
      },
    ],
    ['returns what is no response', () => 'secret detail'],
    ['returns nothing', () => undefined],
  ])('a handler that %s is a 500 without details, logged with its plugin, and harms nothing else', async (_what, handler) => {
    const { url, stderr } = await serve({ routes: routes => routes.get('/broken', handler as never) })
    const answer = await fetch(`${url}/broken`)
    const text = await answer.text()
    expect(answer.status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({ code: 'PROXYM_HTTP_FAILED', hint: expect.any(String) })
    expect(text).not.toContain('secret detail')
    expect(stderr.text).toMatch(/^acme ERROR A route handler failed route="GET \/broken" error=/)
    expect((await fetch(`${url}/livez`)).status).toBe(200)
  })

  it('what a handler refuses is its answer', async () => {
    const { url, stderr } = await serve({
      routes: routes =>
        routes.get('/things', () => {
          throw new HTTPException(422, { message: 'no such thing' })
        }),
    })
    const answer = await fetch(`${url}/things`)
    expect([answer.status, await answer.json()]).toEqual([422, expect.objectContaining({ message: 'no such thing' })])
    expect(stderr.text).toBe('')
  })

  it('a client that leaves in the middle of its request is no failure of the plugin', async () => {
    const reading = Promise.withResolvers<void>()
    const failed = Promise.withResolvers<unknown>()
    const { address, stderr, stdout } = await serve({
      routes: routes =>
        routes.post('/things', async c => {
          const body = c.req.text()
          reading.resolve()
          await body.catch(failed.resolve)
          return c.text(await body)
        }),
    })
    const { socket } = openSocket(address, 'POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nabc')
    await reading.promise
    socket.destroy()
    await failed.promise
    expect(await exchange(address, 'GET /livez HTTP/1.0\n\n')).toContain('200 OK')
    expect(stderr.text).toBe('')
    expect(stdout.text).toContain('acme DEBUG A request ended before it was whole')
  })
})

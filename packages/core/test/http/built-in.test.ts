import { expect, it } from 'vitest'
import { addBuiltInRoutes } from '../../src/http/built-in.ts'
import { createHttpServer } from '../../src/http/create-http-server.ts'
import { createRoutes } from '../../src/http/route-table.ts'
import { ProxymError } from '../../src/problem.ts'
import { captureLogs } from '../log/capture.ts'
import { appOf, builtIn, exchange, serve } from './serve.ts'

it('says that it lives', async () => {
  const { url } = await serve()
  const answer = await fetch(`${url}/livez`)
  expect([answer.status, await answer.text()]).toEqual([200, 'ok'])
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  expect((await fetch(`${url}/livez`, { method: 'HEAD' })).status).toBe(200)
})

it('says whether it is ready, and why not', async () => {
  const state = { ready: false, reasons: ['waiting for marathon/apps'] }
  const { server, url, logger } = await serve()
  const table = createRoutes()
  addBuiltInRoutes(table.for('core', logger), { ...builtIn, ready: () => state })
  server.mount(table.build())
  const notYet = await fetch(`${url}/readyz`)
  expect([notYet.status, await notYet.json()]).toEqual([503, state])
  state.ready = true
  state.reasons = []
  const answer = await fetch(`${url}/readyz`)
  expect([answer.status, await answer.json()]).toEqual([200, { ready: true, reasons: [] }])
})

it('tells its status as JSON', async () => {
  const { url } = await serve()
  const answer = await fetch(`${url}/status`)
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(await answer.json()).toEqual({ services: 3 })
})

it('answers a probe in HTTP/1.0 without a Host', async () => {
  const { address } = await serve()
  expect(await exchange(address, 'GET /livez HTTP/1.0\n\n')).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nok$/)
})

it('answers 503 until routes are mounted, and by new routes on the same socket from then on', async () => {
  const { logger } = captureLogs()
  const server = createHttpServer({ logger })
  const { url } = await server.listen({ host: '127.0.0.1', port: 0 })
  try {
    const early = await fetch(`${url}/livez`)
    expect([early.status, await early.json()]).toEqual([503, expect.objectContaining({ code: 'PROXYM_HTTP_STARTING' })])
    server.mount(appOf(logger))
    expect((await fetch(`${url}/livez`)).status).toBe(200)
    expect((await fetch(`${url}/new`)).status).toBe(404)
    server.mount(appOf(logger, undefined, routes => routes.get('/new', c => c.text('new'))))
    expect(await (await fetch(`${url}/new`)).text()).toBe('new')
  } finally {
    await server.close()
  }
})

it('refreshes and answers with what the cycle came to; a changing request from another site is refused', async () => {
  const { url } = await serve()
  const answer = await fetch(`${url}/refresh`, { method: 'POST' })
  expect([answer.status, await answer.json()]).toEqual([200, { confirmed: null }])
  const confirmed = await fetch(`${url}/refresh?confirm=0123456789ab`, { method: 'POST' })
  expect(await confirmed.json()).toEqual({ confirmed: '0123456789ab' })
  expect((await fetch(`${url}/refresh`)).status).toBe(405)
  const headers = { origin: 'https://evil.example.com' }
  expect((await fetch(`${url}/refresh?confirm=0123456789ab`, { method: 'POST', headers })).status).toBe(403)
})

it('asks for the token before it confirms anything', async () => {
  const { url } = await serve({ token: 'right' })
  const post = (authorization: string) =>
    fetch(`${url}/refresh?confirm=0123456789ab`, { method: 'POST', headers: { authorization } })
  expect((await fetch(`${url}/refresh?confirm=0123456789ab`, { method: 'POST' })).status).toBe(401)
  expect((await post('Bearer wrong')).status).toBe(401)
  expect((await post('Bearer right')).status).toBe(200)
})

it.each([
  ['PROXYM_CONFIRM_UNKNOWN', 404],
  ['PROXYM_STOPPED', 503],
])('answers a refresh that ends with %s by %d, in the words of the problem', async (code, status) => {
  const { server, url, logger } = await serve()
  const table = createRoutes()
  addBuiltInRoutes(table.for('core', logger), {
    ...builtIn,
    refresh: () => Promise.reject(new ProxymError({ code, message: 'no', hint: 'do this' })),
  })
  server.mount(table.build())
  const answer = await fetch(`${url}/refresh?confirm=x`, { method: 'POST' })
  expect([answer.status, await answer.json()]).toEqual([status, { code, message: 'no', hint: 'do this' }])
})

it('answers a refresh that fails in itself by 500 and says nothing of why', async () => {
  const { server, url, logger, stderr } = await serve()
  const table = createRoutes()
  addBuiltInRoutes(table.for('core', logger), {
    ...builtIn,
    refresh: () => Promise.reject(new Error('inner words')),
  })
  server.mount(table.build())
  const answer = await fetch(`${url}/refresh`, { method: 'POST' })
  expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('inner words')])
  expect(stderr.text).toContain('A route handler failed')
})

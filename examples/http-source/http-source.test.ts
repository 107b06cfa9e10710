import { once } from 'node:events'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import httpSource from './http-source.ts'
import { json, startServer } from './server.ts'

const web = { id: 'web', domains: ['web.example.com'], hosts: [{ ip: '10.0.0.1', port: 8080 }] }

async function run(answer: Parameters<typeof startServer>[0], options: { intervalMs?: number; token?: string } = {}) {
  const server = await startServer(answer)
  const proxym = createTestProxym(httpSource({ url: server.url, ...options }), { timeoutMs: 300, confirmMs: 0 })
  onTestFinished(() => proxym.stop())
  return { server, proxym }
}

test('reports the services, and does not have them sent again while they are the same', async () => {
  const { server, proxym } = await run(json([web], '"1"'))
  expect((await proxym.refresh()).services).toMatchObject([{ id: 'web', source: 'HTTP' }])
  expect((await proxym.refresh()).services).toMatchObject([{ id: 'web' }])
  expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"'])
  server.answer = json([{ ...web, id: 'shop' }], '"2"')
  expect((await proxym.refresh()).services).toMatchObject([{ id: 'shop' }])
})

test('an empty list means that there are no services', async () => {
  const { proxym } = await run(json([], '"1"'))
  const { services, problems } = await proxym.refresh()
  expect({ services, problems }).toEqual({ services: [], problems: [] })
})

test('sends the token', async () => {
  const { server, proxym } = await run(json([web], '"1"'), { token: 't0ken' })
  await proxym.refresh()
  expect(server.requests[0]?.headers.authorization).toBe('Bearer t0ken')
})

test.each([
  ['a 500', 500, '[]', 'HTTP_SOURCE_STATUS', 'answered with status 500'],
  ['a 403', 403, '', 'HTTP_SOURCE_STATUS', 'answered with status 403'],
  ['a 304 that nobody asked for', 304, '', 'HTTP_SOURCE_STATUS', 'answered with status 304'],
  ['no JSON', 200, '<html>', 'HTTP_SOURCE_SHAPE', 'must answer with a JSON list'],
  ['an object', 200, '{}', 'HTTP_SOURCE_SHAPE', 'must answer with a JSON list'],
  ['a list of texts', 200, '["web"]', 'HTTP_SOURCE_SHAPE', 'must answer with a JSON list'],
])('%s at the start holds everything, with a reason that shows no secret', async (_, status, body, code, message) => {
  const { proxym } = await run((_request, response) => response.writeHead(status).end(body), { token: 't0ken' })
  const { held, problems } = await proxym.refresh()
  expect(held).toHaveLength(1)
  expect(problems).toContainEqual(expect.objectContaining({ code, message: expect.stringContaining(message) }))
  expect(JSON.stringify(problems)).not.toMatch(/geheim|t0ken/)
})

test('one service that is not valid is left out, the others go on', async () => {
  const { proxym } = await run(json([{ name: 'no id' }, web], '"1"'))
  const { services, problems } = await proxym.refresh()
  expect(services).toMatchObject([{ id: 'web' }])
  expect(problems).toMatchObject([{ code: 'PROXYM_SERVICE_INVALID' }])
})

test('later failures keep the last good services, and a wrong answer is not remembered', async () => {
  const { server, proxym } = await run(json([web], '"1"'))
  await proxym.refresh()
  for (const answer of [json({ error: 'sorry' }, '"2"'), json(['web'], '"3"')]) {
    server.answer = answer
    const { services, problems } = await proxym.refresh()
    expect(services).toMatchObject([{ id: 'web' }])
    expect(problems).toMatchObject([{ code: 'HTTP_SOURCE_SHAPE' }])
  }
  expect(server.requests.at(-1)?.headers['if-none-match']).toBe('"1"')
  server.answer = json([web], '"1"')
  expect((await proxym.refresh()).problems).toEqual([])
})

test('a server that never answers is let go, and its connection closed', async () => {
  const { server, proxym } = await run(json([web], '"1"'))
  await proxym.refresh()
  let closed: Promise<unknown> | undefined
  server.answer = request => {
    closed = once(request.socket, 'close')
  }
  const { services, problems } = await proxym.refresh()
  expect(services).toMatchObject([{ id: 'web' }])
  expect(problems).toHaveLength(1)
  await closed
})

test('asks again by itself', async () => {
  const { server, proxym } = await run(json([web], '"1"'), { intervalMs: 10 })
  const asked = new Promise<void>(resolve => {
    server.answer = (request, response) => {
      json([web], '"1"')(request, response)
      if (server.requests.length >= 3) resolve()
    }
  })
  await proxym.start()
  await asked
})

test.each([{}, { url: 'ftp://files.example' }, { url: 'http://a.example', interval: 5 }])('refuses %j', options => {
  expect(() => httpSource(options as never)).toThrow()
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createHttpServer, type HttpAddress } from '../../../src/http/create-http-server.ts'
import { readJsonBody } from '../../../src/http/read-json-body.ts'
import { definePlugin } from '../../../src/plugin.ts'
import { createProxym } from '../../../src/proxym.ts'
import type { Proxym } from '../../../src/proxym-api.ts'
import { defaultSettings } from '../../../src/settings.ts'
import { captureLogs } from '../../log/capture.ts'
import { openSocket } from '../serve.ts'
import { hostileLines } from './hostile-lines.ts'
import { hostileRequests, request, type Where } from './hostile-requests.ts'

const matrix = [...hostileRequests, ...hostileLines]
const id = z.string().regex(/^[\w.:-]{1,200}$/)

/** What a request could change: the notes of a plugin, and how often a source was asked. */
const state = { notes: new Map<string, string>(), reads: 0, hints: 0 }
const notes = definePlugin({
  name: 'notes',
  apply(proxym) {
    const body = z.strictObject({ text: z.string() })
    proxym.http.put('/notes/:id', async c => {
      const { text } = await readJsonBody(c, body)
      const key = id.safeParse(c.req.param('id'))
      if (!key.success) return c.json({ code: 'NOTES_ID' }, 400)
      state.notes.set(key.data, text)
      return c.body(null, 204)
    })
    proxym.http.post('/notes', async c => {
      state.notes.set('new', (await readJsonBody(c, body)).text)
      return c.body(null, 204)
    })
    proxym.http.delete('/notes/:id', c => {
      state.notes.delete(c.req.param('id') ?? '')
      return c.body(null, 204)
    })
    proxym.http.post('/hints', { access: 'hint' }, c => {
      state.hints++
      return c.body(null, 204)
    })
    proxym.hooks.generateServices.tap('none', services => {
      state.reads++
      services.add()
    })
  },
})

const logs = captureLogs({ level: 'debug' })
const running: { proxym: Proxym; close: () => Promise<void> }[] = []
const addresses = new Map<Where, HttpAddress>()

async function listen(where: Where): Promise<void> {
  const proxym = createProxym({
    plugins: [{ plugin: notes(), name: 'notes', optional: false }],
    ...{ settings: defaultSettings, logger: logs.logger, configDir: '/', stateDir: undefined },
    httpToken: where === 'token' ? 'right' : undefined,
  })
  const server = createHttpServer({ logger: logs.logger, limits: { headersMs: 2000, requestMs: 3000, checkMs: 100 } })
  server.mount(proxym.app)
  const { port, ...address } = await server.listen({ host: where === 'public' ? '0.0.0.0' : '127.0.0.1', port: 0 })
  addresses.set(where, { ...address, host: '127.0.0.1', port })
  running.push({ proxym, close: server.close })
}

beforeAll(async () => {
  for (const where of ['token', 'open', 'public'] as const) await listen(where)
})
beforeEach(() => {
  state.notes.clear()
  state.notes.set('web', 'as it was')
})
afterAll(async () => {
  for (const { proxym, close } of running) await Promise.all([close(), proxym.stop()])
})

async function send(where: Where, given: string | Buffer): Promise<string> {
  const address = addresses.get(where)
  if (address === undefined) throw new Error(`nobody listens as ${where}`)
  const { socket, ended } = openSocket(address)
  socket.write(typeof given === 'string' ? given.replaceAll('\n', '\r\n') : given)
  return ended
}

test('there are at least 60 hostile requests, each with a name of its own', () => {
  expect(matrix.length).toBeGreaterThanOrEqual(60)
  expect(new Set(matrix.map(({ what, where }) => `${where} ${what}`)).size).toBe(matrix.length)
})

test.each(matrix)('$what ($where) is refused and changes nothing', async ({ where, send: given, status }) => {
  const answer = await send(where, given)
  const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, code]) => Number(code))
  expect(statuses.length).toBeLessThanOrEqual(1)
  expect(status).toContain(statuses[0] ?? 0)
  expect(answer).not.toMatch(/^(access-control-|x-injected|set-cookie)/im)
  expect(answer).not.toMatch(/\n {4}at |right/)
  expect([...state.notes]).toEqual([['web', 'as it was']])
  expect([state.reads, state.hints]).toEqual([0, 0])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('no failure, no stack and no token is in the log', () => {
  expect(logs.stderr.text).toBe('')
  expect(logs.stdout.text).not.toMatch(/Bearer|right/)
})

test('what is allowed changes something: the matrix could have seen it', async () => {
  const authorization = 'authorization: Bearer right'
  expect(await send('token', request({ headers: ['content-type: application/json', authorization] }))).toContain(' 204 ')
  expect(state.notes.get('web')).toBe('changed')
  expect(await send('open', request({ method: 'POST', path: '/notes' }))).toContain(' 204 ')
  expect(state.notes.get('new')).toBe('changed')
  expect(await send('open', request({ headers: ['content-type: application/json', 'origin: http://localhost'] }))).toContain(
    ' 204 ',
  )
  expect(await send('public', request({ method: 'POST', path: '/hints', host: 'any.example' }))).toContain(' 204 ')
  expect(await send('open', request({ method: 'POST', path: '/refresh', headers: [], body: '' }))).toContain(' 200 ')
  expect([state.hints, state.reads]).toEqual([1, 1])
  expect(await send('open', request({ method: 'DELETE', headers: ['sec-fetch-site: same-origin'] }))).toContain(' 204 ')
  expect([...state.notes.keys()]).toEqual(['new'])
})

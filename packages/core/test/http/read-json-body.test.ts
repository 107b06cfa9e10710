import { expect, it } from 'vitest'
import { z } from 'zod'
import { readJsonBody } from '../../src/http/read-json-body.ts'
import { serve } from './serve.ts'

const schema = z.strictObject({
  name: z.string().min(1).optional(),
  domains: z.array(z.string()).optional(),
  any: z.unknown().optional(),
})

const send = async (body: string | Uint8Array<ArrayBuffer>, contentType: string | undefined = 'application/json') => {
  const taken: unknown[] = []
  const { url, stderr } = await serve({
    routes: routes =>
      routes.put('/things', async c => {
        taken.push(await readJsonBody(c, schema))
        return c.body(null, 204)
      }),
  })
  // fetch gives text a type of its own, bytes none.
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const headers = contentType === '' ? {} : { 'content-type': contentType }
  const answer = await fetch(`${url}/things`, { method: 'PUT', headers, body: bytes })
  const { code, message } = answer.status === 204 ? {} : ((await answer.json()) as { code?: string; message?: string })
  expect(stderr.text).toBe('')
  return { taken, status: answer.status, code, message }
}

const nested = (levels: number) => `{"any":${'['.repeat(levels)}${']'.repeat(levels)}}`

it.each([
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON;charset="UTF-8"',
  'application/merge-patch+json',
])('takes a body of the type %s', async type => {
  expect(await send('{"name":"web","domains":["a.example"]}', type)).toMatchObject({
    status: 204,
    taken: [{ name: 'web', domains: ['a.example'] }],
  })
})

it.each([
  '',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/json',
  'application/jsonx',
])('refuses a body of the type "%s", which a form could send', async type => {
  expect(await send('{"name":"web"}', type)).toMatchObject({ status: 415, code: 'PROXYM_HTTP_CONTENT_TYPE', taken: [] })
})

it.each([
  ['nothing', ''],
  ['half a document', '{"name":'],
  ['two documents', '{}{}'],
  ['a comment', '{}//'],
  ['what is not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0])],
  ['65 levels', nested(65)],
  ['450,000 levels', nested(450_000)],
  ['a key __proto__', '{"__proto__":{"polluted":true}}'],
  ['a key __proto__ written with escapes, deep inside', '{"any":[{"\\u005f_proto__":1}]}'],
])('refuses %s', async (_what, body) => {
  expect(await send(body)).toMatchObject({ status: 400, code: 'PROXYM_HTTP_JSON', taken: [] })
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

it('takes 60 levels, a byte order mark, and keys that only look dangerous', async () => {
  expect((await send(nested(60))).status).toBe(204)
  expect((await send('\uFEFF{}')).status).toBe(204)
  expect((await send('{"any":{"constructor":1,"prototype":2}}')).status).toBe(204)
})

it.each([
  ['[]', 'the body must be an object, got an empty list'],
  ['{"name":5,"domains":["a",null]}', '`name` must be a string, got 5; `domains[1]` must be a string, got null'],
  ['{"name":""}', '`name` must not be empty, got ""'],
  ['{"nane":"web"}', '`nane` is not known'],
])('names every mistake in %s', async (body, mistakes) => {
  const answer = await send(body)
  expect(answer).toMatchObject({ status: 400, code: 'PROXYM_HTTP_BODY', taken: [] })
  expect(answer.message).toBe(`The body is not what belongs here: ${mistakes}.`)
})

it('names what a schema of another make finds, in its words', async () => {
  const { url } = await serve({
    routes: routes =>
      routes.post('/things', async c =>
        c.json(
          await readJsonBody(c, {
            '~standard': {
              version: 1,
              vendor: 'acme',
              validate: async () => ({ issues: [{ message: 'no good', path: ['a'] }] }),
            },
          }),
        ),
      ),
  })
  const answer = await fetch(`${url}/things`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
  expect(await answer.json()).toMatchObject({ message: 'The body is not what belongs here: `a`: no good.' })
})

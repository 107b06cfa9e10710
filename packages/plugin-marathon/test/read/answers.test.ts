import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bridgeApp, task } from '../rig/documents.ts'
import { hosted } from '../rig/hosted.ts'
import { json, type Script, scriptedMarathon } from '../rig/scripted-marathon.ts'

const good = {
  apps: [bridgeApp([{ containerPort: 80, hostPort: 0, servicePort: 10_000 }])],
  tasks: [task([31_000])],
}
const kept = ['marathon_app_80 a1:31000']

const text =
  (status: number, type: string | undefined, body: string | Buffer): Script =>
  (_, response) => {
    response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body)
    return true
  }
const both =
  (body: unknown, status = 200): Script =>
  (_, response) =>
    json(response, status, body)
const oneOf =
  (path: string, body: unknown): Script =>
  (seen, response) =>
    seen.path === path && json(response, 200, body)

// row 43, rule 1: none of these is "no apps".
describe.each<readonly [name: string, script: Script, code: string, message: string]>([
  ['an empty object', both({}), 'SHAPE', 'got an empty object'],
  ['null', both(null), 'SHAPE', 'got null'],
  ['an empty list', both([]), 'SHAPE', 'got a list'],
  ['a number', both(5), 'SHAPE', 'got a number'],
  ['a message with a good status', both({ message: 'Too bad' }), 'SHAPE', 'got the message "Too bad"'],
  ['apps that are no list', oneOf('/v2/apps', { apps: {} }), 'SHAPE', '`apps` that is an empty object'],
  ['apps that are null', oneOf('/v2/apps', { apps: null }), 'SHAPE', '`apps` that is null'],
  ['an answer without tasks', oneOf('/v2/tasks', { message: 'no' }), 'SHAPE', 'a list of tasks'],
  ['tasks that are no list', oneOf('/v2/tasks', { tasks: 'none' }), 'SHAPE', '`tasks` that is a text'],
  ['401', both({ message: 'Unauthorized' }, 401), 'AUTH', 'status 401'],
  ['403', text(403, 'text/html', '<html>'), 'AUTH', 'status 403'],
  ['404 for the list', both({ message: 'not here' }, 404), 'STATUS', 'status 404'],
  ['500', both({ apps: [], tasks: [] }, 500), 'STATUS', 'status 500'],
  ['502', text(502, 'text/html', '<html>'), 'STATUS', 'status 502'],
  ['503', both({ message: 'Could not determine the current leader' }, 503), 'STATUS', 'status 503'],
  ['204', text(204, undefined, ''), 'STATUS', 'status 204'],
  ['HTML', text(200, 'text/html; charset=utf-8', '<html>'), 'CONTENT_TYPE', 'text/html'],
  ['text that is JSON', text(200, 'text/plain', '{"apps":[],"tasks":[]}'), 'CONTENT_TYPE', 'text/plain'],
  ['no content type', text(200, undefined, '{"apps":[],"tasks":[]}'), 'CONTENT_TYPE', 'no content type'],
  ['an empty body', text(200, 'application/json', ''), 'JSON', 'empty body'],
  ['an empty body without a type', text(200, undefined, ''), 'JSON', 'empty body'],
  ['half JSON', text(200, 'application/json', '{"apps":[],"tasks":['), 'JSON', 'valid JSON'],
  [
    'gzip that is none',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{}')
      return true
    },
    'UNREACHABLE',
    'incorrect header',
  ],
  [
    'an encoding that was not asked for',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'br' }).end('{}')
      return true
    },
    'CONTENT_TYPE',
    '"br"',
  ],
  [
    'a body that breaks off',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"apps":[')
      setImmediate(() => response.destroy())
      return true
    },
    'UNREACHABLE',
    'no answer',
  ],
  [
    'a connection that is closed',
    (_, response) => {
      response.destroy()
      return true
    },
    'UNREACHABLE',
    'no answer',
  ],
])('row 43: %s', (_, script, code, message) => {
  test('keeps every service and says what came', async () => {
    const marathon = await scriptedMarathon(good)
    const proxym = hosted({ servers: [marathon.url] })
    expect(await proxym.hosts()).toEqual(kept)
    marathon.script = script
    expect(await proxym.hosts()).toEqual(kept)
    expect(proxym.codes()).toEqual([code])
    expect(proxym.messages()).toContain(message)
    marathon.script = undefined
    expect(await proxym.hosts()).toEqual(kept)
    expect(proxym.codes()).toEqual([])
  })

  test('holds everything when it is the first answer', async () => {
    const marathon = await scriptedMarathon({ ...good, script })
    const proxym = hosted({ servers: [marathon.url] })
    const { held } = await proxym.refresh()
    expect(held).toMatchObject([{ code: 'PROXYM_HELD_SOURCE', message: expect.stringContaining(message) }])
    expect(proxym.seen).toEqual([])
  })

  test('goes to the next server, and stays there', async () => {
    const [bad, other] = [await scriptedMarathon({ script }), await scriptedMarathon(good)]
    const proxym = hosted({ servers: [bad.url, other.url] })
    expect(await proxym.hosts()).toEqual(kept)
    bad.asked()
    expect(await proxym.hosts()).toEqual(kept)
    expect(bad.asked()).toEqual([])
  })
})

test('an answer without apps and tasks is an answer', async () => {
  const marathon = await scriptedMarathon()
  expect(await hosted({ servers: [marathon.url] }).refresh()).toMatchObject({ services: [], held: [], problems: [] })
})

test('a compressed answer is read', async () => {
  const zip = (body: unknown) => gzipSync(JSON.stringify(body))
  const marathon = await scriptedMarathon({
    script: ({ path }, response) => {
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8', 'content-encoding': 'gzip' })
      response.end(zip(path === '/v2/apps' ? { apps: good.apps } : { tasks: good.tasks }))
      return true
    },
  })
  expect(await hosted({ servers: [marathon.url] }).hosts()).toEqual(kept)
})

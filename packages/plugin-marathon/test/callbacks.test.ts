import { expect, test } from 'vitest'
import { bridgeApp, task } from './rig/documents.ts'
import { type Hosted, hosted } from './rig/hosted.ts'
import { json, type ScriptedMarathon, scriptedMarathon } from './rig/scripted-marathon.ts'

const app = bridgeApp([{ containerPort: 80, hostPort: 0, servicePort: 10_000 }])
const url = 'http://127.0.0.1:5678/marathon/callback'
const listen = { host: '127.0.0.1', port: 5678 }
const settings = { listen, resyncMs: 3_600_000 }

const old = (callbackUrls: string[] | undefined = []) =>
  scriptedMarathon({ apps: [app], tasks: [task([1])], hasStream: false, callbackUrls })

const post = (proxym: Hosted, body: string, path = '/marathon/callback'): Promise<Response> =>
  Promise.resolve(proxym.proxym.app.request(path, { method: 'POST', body }, { loopback: true }))

const hasPort = (proxym: Hosted, port: number) => proxym.until(({ services }) => services[0]?.hosts[0]?.port === port)

/** Resolves with the first request that the test accepts. */
async function request(marathon: ScriptedMarathon, accepts: (method: string, path: string) => boolean): Promise<void> {
  const before = marathon.script
  if (marathon.seen.some(({ method, path }) => accepts(method, path))) return
  await new Promise<void>(resolve => {
    marathon.script = (seen, response) => {
      if (accepts(seen.method, seen.path)) resolve()
      return before?.(seen, response)
    }
  })
  marathon.script = before
}

const verified = (marathon: ScriptedMarathon) => {
  let posted = false
  return request(marathon, (method, path) => {
    if (method === 'POST') posted = true
    return posted && method === 'GET' && path === '/v2/eventSubscriptions'
  })
}

test('without a stream, Marathon is asked to call back, and proves that it will', async () => {
  const marathon = await old()
  const proxym = hosted({ servers: [marathon.url] }, settings)
  await proxym.start()
  await verified(marathon)
  expect(marathon.callbackUrls).toEqual([url])
  expect(marathon.seen.find(({ method }) => method === 'POST')?.path).toBe(
    `/v2/eventSubscriptions?callbackUrl=${encodeURIComponent(url)}`,
  )
  marathon.tasks = [task([2])]
  const answer = await post(
    proxym,
    JSON.stringify({ eventType: 'status_update_event', appId: '/app', taskStatus: 'TASK_RUNNING' }),
  )
  expect([answer.status, await answer.text()]).toEqual([200, ''])
  await hasPort(proxym, 2)
})

test('a stop takes the registration back', async () => {
  const marathon = await old(['http://other/'])
  const proxym = hosted({ servers: [marathon.url], events: 'callback' }, settings)
  await proxym.start()
  await verified(marathon)
  await proxym.stop()
  expect(marathon.callbackUrls).toEqual(['http://other/'])
  expect(marathon.asked()).not.toContain('/v2/events')
})

test('a registration that is still there is used, not made twice', async () => {
  const marathon = await old([url])
  const proxym = hosted({ servers: [marathon.url], events: 'callback' }, settings)
  await proxym.start()
  await request(marathon, (method, path) => method === 'GET' && path === '/v2/eventSubscriptions')
  await hasPort(proxym, 1)
  await proxym.stop()
  expect(marathon.seen.filter(({ method }) => method === 'POST')).toEqual([])
  expect(marathon.callbackUrls).toEqual([])
})

test.each([
  ['{"eventType": "status_update_event"}', 1],
  ['{"eventType": "failed_health_check_event"}', 0],
  ['{half', 0],
  ['', 0],
  ['[]', 0],
])('the body %j is answered with 200 and nothing, and refreshes %i times', async (body, times) => {
  const marathon = await old()
  const proxym = hosted({ servers: [marathon.url], events: 'poll' }, settings)
  await proxym.refresh()
  marathon.asked()
  const answer = await post(proxym, body)
  expect([answer.status, await answer.text()]).toEqual([200, ''])
  if (times === 0) await proxym.refresh()
  else {
    marathon.tasks = [task([2])]
    await hasPort(proxym, 2)
  }
  expect(marathon.asked()).toEqual(['/v2/apps', '/v2/tasks'])
})

test('a deployment that carries all apps twice is understood; what is too long even without them costs nothing', async () => {
  const marathon = await old()
  const proxym = hosted({ servers: [marathon.url], events: 'poll' }, settings)
  await proxym.refresh()
  marathon.asked()
  const group = { id: '/', apps: Array.from({ length: 20_000 }, (_, index) => ({ id: `/a${index}`, cmd: 'x'.repeat(50) })) }
  const plan = { id: 'd', original: group, target: group, steps: [{ action: 'ScaleApplication', app: '/app' }], version: 'v' }
  const event = { eventType: 'deployment_info', plan, currentStep: plan.steps[0] }
  marathon.tasks = [task([2])]
  expect((await post(proxym, JSON.stringify({ ...event, plan: { ...plan, version: 'v'.repeat(1_000_000) } }))).status).toBe(200)
  expect((await post(proxym, JSON.stringify(event))).status).toBe(200)
  await hasPort(proxym, 2)
  expect(marathon.asked()).toEqual(['/v2/apps/app'])
})

test('a Marathon that has neither stream nor callbacks is asked regularly', async () => {
  const marathon = await old(undefined)
  const proxym = hosted({ servers: [marathon.url], pollIntervalMs: 50 }, settings)
  await proxym.start()
  await hasPort(proxym, 1)
  marathon.tasks = [task([2])]
  await hasPort(proxym, 2)
})

test('callbacks that are switched off are named, with the flag to set', async () => {
  const marathon = await old()
  marathon.script = ({ path }, response) =>
    path.startsWith('/v2/eventSubscriptions') && json(response, 400, { message: 'not running' })
  const proxym = hosted({ servers: [marathon.url], events: 'callback', pollIntervalMs: 50 }, settings)
  await proxym.start()
  await hasPort(proxym, 1)
  marathon.tasks = [task([2])]
  await hasPort(proxym, 2)
  expect(
    proxym.log.filter(({ message }) => message.includes('--event_subscriber http_callback')).map(({ level }) => level),
  ).toContain('warn')
})

test('an address that Marathon cannot reach is a mistake that says what to set', () => {
  expect(() => hosted({ servers: ['m1:8080'], events: 'callback' }, settings)).toThrow(
    /Marathon cannot call back to `127.0.0.1:5678`.*Set `callbackUrl`/,
  )
  expect(() => hosted({ servers: ['m1:8080'], events: 'callback', callbackUrl: 'https://me.example/x' }, settings)).not.toThrow()
  expect(() => hosted({ servers: ['m1:8080'] }, settings)).not.toThrow()
})

test('a second instance has a route of its own', async () => {
  const { createTestProxym } = await import('@proxym/core/testing')
  const { default: marathon } = await import('../src/index.ts')
  const both = createTestProxym([marathon({ servers: ['m1:1'] }), marathon({ servers: ['m2:1'] })])
  for (const [path, status] of [
    ['/marathon/callback', 200],
    ['/marathon-2/callback', 200],
    ['/marathon-3/callback', 404],
  ] as const) {
    expect((await both.proxym.app.request(path, { method: 'POST', body: '{}' }, { loopback: true })).status).toBe(status)
  }
  await both.stop()
})

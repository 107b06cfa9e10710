import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ask, read } from './rig/ask.ts'
import { start } from './rig/start.ts'

/** A subscriber that answers with a status that can be changed. */
async function subscriber() {
  const heard: string[] = []
  const state = { status: 200 }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    heard.push(JSON.parse(body).eventType)
    response.writeHead(state.status).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback?a=b&c=d`
  return { url, heard, state }
}

const post = (url: string, callback: string, method = 'POST') =>
  ask(`${url}/v2/eventSubscriptions?callbackUrl=${encodeURIComponent(callback)}`, {
    method,
    headers: { 'content-type': 'application/json' },
  })

test('registers, lists, delivers and removes', async () => {
  const simulator = await start({ version: '0.8' })
  const { url, heard } = await subscriber()
  const { status, text } = await post(simulator.url, url)
  expect([status, JSON.parse(text)]).toMatchObject([
    200,
    { clientIp: '127.0.0.1', callbackUrl: url, eventType: 'subscribe_event' },
  ])
  await post(simulator.url, url)
  expect(await read(`${simulator.url}/v2/eventSubscriptions`)).toEqual({ callbackUrls: [url] })
  simulator.deploy({ id: '/web' })
  await simulator.callbacksDelivered()
  expect(heard.sort()).toEqual(
    [
      'subscribe_event',
      'subscribe_event',
      'api_post_event',
      'group_change_success',
      'deployment_info',
      'deployment_step_success',
      'deployment_info',
    ].sort(),
  )
  await post(simulator.url, url, 'DELETE')
  expect(simulator.callbackUrls).toEqual([])
})

test('a subscriber that fails is left alone for 2, 4, 8 … seconds, and what happens meanwhile is lost', async () => {
  const simulator = await start({ version: '1.4' })
  const { url, heard, state } = await subscriber()
  state.status = 500
  await post(simulator.url, url)
  await simulator.callbacksDelivered()
  const publish = async (type: string) => {
    simulator.publish(type, {})
    await simulator.callbacksDelivered()
  }
  await publish('lost')
  simulator.advance(2000)
  await publish('second')
  simulator.advance(3999)
  await publish('lost too')
  simulator.advance(1)
  state.status = 200
  await publish('third')
  await publish('fourth')
  expect(heard).toEqual(['subscribe_event', 'second', 'third', 'fourth'])
})

test('a subscriber that is gone does no harm', async () => {
  const simulator = await start({ version: '1.4' })
  await post(simulator.url, 'http://127.0.0.1:1/callback')
  await simulator.callbacksDelivered()
  expect(simulator.callbackUrls).toEqual(['http://127.0.0.1:1/callback'])
})

test.each([
  ['1.5', true, 404],
  ['1.4', false, 400],
])('%s, callbacks on: %j: answers %i', async (version, callbacks, status) => {
  const { url } = await start({ version, callbacks })
  const answer = await post(url, 'http://127.0.0.1:1/')
  expect(answer.status).toBe(status)
  if (status === 400)
    expect(JSON.parse(answer.text).message).toMatch(/^http event callback system is not running .*http_callback"\.$/)
})

test('what is no URL is refused', async () => {
  const { url } = await start({ version: '1.4' })
  expect((await post(url, 'no url')).status).toBe(400)
})

test('subscriptions survive a restart and a new leader; they can be forgotten', async () => {
  const simulator = await start({ version: '1.4', instances: 2 })
  await post(simulator.url, 'http://127.0.0.1:1/')
  await simulator.instances[0]?.restart()
  simulator.elect(1)
  expect(await read(`${simulator.urls[1]}/v2/eventSubscriptions`)).toEqual({ callbackUrls: ['http://127.0.0.1:1/'] })
  simulator.forgetCallbacks()
  expect(await read(`${simulator.urls[1]}/v2/eventSubscriptions`)).toEqual({ callbackUrls: [] })
})

import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ask, routed } from '../rig/ask.ts'
import { freePort } from '../rig/free-port.ts'
import { startOrigin } from '../rig/origin.ts'
import { startHaproxy } from '../rig/proxy.ts'
import { render } from '../rig/render.ts'
import { host, service } from '../rig/service.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { until } from '../rig/until.ts'

const vars = (port: number) => ({ bind: `127.0.0.1:${port}`, user: false, group: false })

async function start(text: string, port: number) {
  const file = join(await tempFolder(), 'haproxy.cfg')
  // Checks every 2 s would make a slow test.
  await writeFile(file, text.replace('inter 2s fall 3 rise 2', 'inter 100ms fall 1 rise 1'))
  await startHaproxy(file, port)
}

test('asks the health path of a service with its host, and takes a sick host out', async () => {
  const asked: string[] = []
  let isWell = true
  const origin = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`)
    response.statusCode = request.url === '/health?deep=1' && !isWell ? 500 : 200
    response.end()
  }).listen(0, '127.0.0.1')
  await once(origin, 'listening')
  onTestFinished(() => void origin.close())
  const port = await freePort()
  const shop = service({
    id: 'shop',
    domains: ['*.example.com'],
    hosts: [host('127.0.0.1', (origin.address() as AddressInfo).port)],
    metadata: { health: { path: '/health?deep=1', protocol: 'HTTP' } },
  })
  await start((await render([shop], { template: 'haproxy', vars: vars(port) })).text, port)
  await until('a check has come', () => asked.includes('GET example.com/health?deep=1'))
  expect((await ask(port, 'a.example.com')).status).toBe(200)
  isWell = false
  await until('the host is out', async () => (await ask(port, 'a.example.com')).status === 503)
})

test('shares requests by weight, and gives none to a weight of 0', async () => {
  const [one, three, none] = [await startOrigin('one'), await startOrigin('three'), await startOrigin('none')]
  const port = await freePort()
  const hosts = [host(one.ip, one.port, 1), host(three.ip, three.port, 3), host(none.ip, none.port, 0)]
  const { text } = await render([service({ id: 'shop', domains: ['a.example.com'], hosts })], {
    template: 'haproxy',
    vars: vars(port),
  })
  await start(text, port)
  const seen: Record<string, number> = {}
  for (let index = 0; index < 8; index++) {
    const name = String(await routed(port, 'a.example.com'))
    seen[name] = (seen[name] ?? 0) + 1
  }
  expect(seen).toEqual({ 'one /': 2, 'three /': 6 })
})

test('an app that sends nothing back does not make a write happen twice', async () => {
  const methods: (string | undefined)[] = []
  const origin = createServer(request => {
    methods.push(request.method)
    request.socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(origin, 'listening')
  onTestFinished(() => void origin.close())
  const port = await freePort()
  const hosts = [host('127.0.0.1', (origin.address() as AddressInfo).port)]
  const { text } = await render([service({ id: 'shop', domains: ['a.example.com'], hosts })], {
    template: 'haproxy',
    vars: vars(port),
  })
  await start(text, port)
  expect((await ask(port, 'a.example.com', '/', 'POST')).status).toBeGreaterThan(500)
  const { status } = await ask(port, 'a.example.com', '/')
  expect(status).toBeGreaterThan(500)
  expect(methods.filter(method => method === 'POST')).toHaveLength(1)
  expect(methods.filter(method => method === 'GET').length).toBeGreaterThan(1)
})

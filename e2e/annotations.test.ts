import { readFile } from 'node:fs/promises'
import type { Explanation } from '@proxym/core'
import { expect, test } from 'vitest'
import { routed } from '../packages/plugin-haproxy/test/rig/ask.ts'
import { freePort } from '../packages/plugin-haproxy/test/rig/free-port.ts'
import { startOrigin } from '../packages/plugin-haproxy/test/rig/origin.ts'
import { startHaproxy } from '../packages/plugin-haproxy/test/rig/proxy.ts'
import { createRig, type Rig, type Running } from './rig/run-proxym.ts'
import { waitFor } from './rig/wait-for.ts'

const token = 'secret-of-the-test'

/** A source that writes down each of its calls. */
const world = (port: number) => `import { appendFileSync } from 'node:fs'
export default () => ({
  name: 'world',
  apply(proxym) {
    proxym.hooks.generateServices.tap('all', services => {
      appendFileSync('calls', 'x')
      services.add({ id: 'team/shop', applicationProtocol: 'http', domains: ['shop.example.com'], hosts: [{ ip: '127.0.0.1', port: ${port} }] })
    })
  },
})
`

const config = (port: number) => `resyncMs: 3600000
plugins:
  - ./world.mjs
  - annotations
  - - haproxy
    - templatePath: haproxy
      configFilePath: ./haproxy.cfg
      checkCommand: haproxy -c -f %s
      reloadCommand: test ! -e haproxy.pid || kill -USR2 $(cat haproxy.pid)
      reloadGapMs: 0
      vars: { user: false, group: false, bind: '127.0.0.1:${port}' }
`

/** Send a request to the annotations of one proxym. */
async function annotate(proxym: Running, method: string, body?: object, authorization = `Bearer ${token}`): Promise<number> {
  const headers = { authorization, 'content-type': 'application/json' }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  return (await fetch(`${await proxym.url()}/annotations/team%2Fshop`, init)).status
}

const callsOf = async (rig: Rig) => (await readFile(rig.path('calls'), 'utf8')).length

async function ready(proxym: Running): Promise<void> {
  const url = await proxym.url()
  await waitFor('proxym to be ready', async () => (await fetch(`${url}/readyz`)).ok, { report: proxym.output })
}

test('an annotation adds a domain and traffic flows in HAProxy; it survives kill -9, expires, and no source is read for it', async () => {
  const [port, origin] = [await freePort(), await startOrigin('shop')]
  await using rig = await createRig({ 'proxym.config.yaml': config(port), 'world.mjs': world(origin.port) })
  expect(await rig.run(['once'])).toMatchObject({ code: 0 })
  const haproxy = await startHaproxy(rig.path('haproxy.cfg'), port, ['-W', '-S', rig.path('master.sock')])
  await rig.write('haproxy.pid', `${haproxy.pid}`)
  const isRouted = (wanted: boolean) =>
    waitFor(
      `sale.example.org to be ${wanted ? '' : 'not '}routed`,
      async () => ((await routed(port, 'sale.example.org')) === 'shop /') === wanted,
    )

  const first = rig.start([], { PROXYM_HTTP_TOKEN: token })
  await ready(first)
  expect(await routed(port, 'shop.example.com')).toBe('shop /')
  const calls = await callsOf(rig)
  const sale = { domains: ['sale.example.org'], reason: 'the sale', author: 'ann' }
  expect(await annotate(first, 'PUT', sale, 'Bearer wrong')).toBe(401)
  expect(await annotate(first, 'PUT', { ...sale, id: 'other' })).toBe(400)
  expect(await annotate(first, 'PUT', sale)).toBe(204)
  first.kill('SIGKILL')
  await first.finished

  const second = rig.start([], { PROXYM_HTTP_TOKEN: token })
  await isRouted(true)
  await ready(second)
  const listed = await (await fetch(`${await second.url()}/annotations`)).json()
  expect(listed).toEqual([{ id: 'team/shop', annotation: sale, link: '/annotations/team%2Fshop' }])
  const explained = (await (await fetch(`${await second.url()}/explain?q=sale.example.org`)).json()) as Explanation
  expect(explained).toMatchObject({ route: { service: 'team/shop' } })
  const changes = [{ by: 'annotations/overrides', before: ['shop.example.com'], after: ['shop.example.com', 'sale.example.org'] }]
  expect(explained.services[0]?.fields).toContainEqual(
    expect.objectContaining({ name: 'domains', givenBy: 'world/all', changes }),
  )

  const afterRestart = await callsOf(rig)
  expect(afterRestart).toBe(calls + 1)
  expect(await annotate(second, 'PUT', { ...sale, expiresAt: new Date(Date.now() + 2000).toISOString() })).toBe(204)
  await isRouted(false)
  expect(await (await fetch(`${await second.url()}/annotations`)).json()).toEqual([])
  expect(await routed(port, 'shop.example.com')).toBe('shop /')
  expect(await annotate(second, 'PUT', { domains: ['sale.example.org'] })).toBe(204)
  await isRouted(true)
  expect(await annotate(second, 'DELETE')).toBe(204)
  await isRouted(false)
  expect(await callsOf(rig)).toBe(afterRestart)
  expect(first.output() + second.output()).not.toContain(token)
})

test('`proxym diff` and `proxym services` know the annotations of the one that runs', async () => {
  const port = await freePort()
  await using rig = await createRig({ 'proxym.config.yaml': config(port), 'world.mjs': world(8080) })
  const proxym = rig.start([], { PROXYM_HTTP_TOKEN: token })
  await ready(proxym)
  expect(await annotate(proxym, 'PUT', { domains: ['sale.example.org'] })).toBe(204)
  await waitFor('the domain to be in the file', async () =>
    (await readFile(rig.path('haproxy.cfg'), 'utf8')).includes('sale.example.org'),
  )
  expect(await rig.run(['diff'])).toMatchObject({ code: 0 })
  expect((await rig.run(['services', '--wide'])).stdout).toContain('shop.example.com, sale.example.org')
})

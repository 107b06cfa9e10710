import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { startServer } from '../examples/http-source/server.ts'
import { render } from '../packages/plugin-haproxy/test/rig/render.ts'
import { host, service } from '../packages/plugin-haproxy/test/rig/service.ts'
import { writeTemplate } from '../packages/plugin-haproxy/test/rig/template.ts'
import { codeBlocks } from './rules/markdown.ts'
import { root, textOf } from './rules/tracked-files.ts'

const blocks = codeBlocks(textOf('docs/migrating.md'))
const textOfBlock = (language: string, index = 0) => blocks.filter(block => block.language === language)[index]?.text ?? ''

test('the template that was translated writes what the page says', async () => {
  const { path } = await writeTemplate(textOfBlock('liquid'))
  const services = [
    service({ id: 'db', hosts: [host('10.0.0.9', 5432)], applicationProtocol: '' }),
    service({ id: 'web', hosts: [host('10.0.0.1', 8080)] }),
  ]
  expect((await render(services, { template: path })).text).toBe(textOfBlock('text', 1))
})

test('the source for Consul reads what is healthy, keeps a service that cannot be read, and waits for changes', async () => {
  // Inside the workspace, so that its imports are found.
  await mkdir(join(root, 'test-results'), { recursive: true })
  const folder = await mkdtemp(join(root, 'test-results', 'migrating-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'consul.ts'), textOfBlock('ts'))
  const { default: consul } = await import(join(folder, 'consul.ts'))

  let isShopDown = false
  let index = 1
  const waiting: (() => void)[] = []
  const server = await startServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://consul')
    const name = url.pathname.split('/').at(-1)
    const answer = () => {
      if (name === 'shop' && isShopDown) return response.writeHead(500).end()
      const entry = { Node: { Address: '10.0.0.1' }, Service: { Address: name === 'web' ? '' : '10.0.0.2', Port: 8000 + index } }
      return response.writeHead(200, { 'x-consul-index': String(index) }).end(JSON.stringify([entry]))
    }
    if (url.searchParams.get('index') === String(index)) waiting.push(answer)
    else answer()
  })
  const proxym = createTestProxym(consul({ url: new URL(server.url).origin, services: ['web', 'shop'] }))
  onTestFinished(() => proxym.stop())
  const hostsOf = async () => {
    const { services } = await proxym.refresh()
    return Object.fromEntries(services.map(({ id, hosts }) => [id, `${hosts[0]?.ip}:${hosts[0]?.port}`]))
  }
  expect(await hostsOf()).toEqual({ web: '10.0.0.1:8001', shop: '10.0.0.2:8001' })

  isShopDown = true
  index = 2
  expect(await hostsOf()).toEqual({ web: '10.0.0.1:8002', shop: '10.0.0.2:8001' })

  isShopDown = false
  await proxym.start()
  await expect.poll(() => waiting.length, { timeout: 15_000 }).toBe(2)
  const before = server.requests.length
  index = 3
  for (const answer of waiting.splice(0)) answer()
  // The blocking queries are asked again, and what changed is read.
  await expect
    .poll(() => server.requests.slice(before).some(({ url }) => !url?.includes('index')), { timeout: 15_000 })
    .toBe(true)
})

import { expect, it } from 'vitest'
import type { z } from 'zod'
import type { ServiceBatch } from '../../src/hooks/contract.ts'
import { refreshAnswer, servicesAnswer, statusAnswer } from '../../src/http/answers.ts'
import { createHttpServer } from '../../src/http/create-http-server.ts'
import { definePlugin } from '../../src/plugin.ts'
import { createTestProxym } from '../../src/testing.ts'
import { captureLogs } from '../log/capture.ts'

const hosts = [{ ip: '10.0.0.1', port: 80, metadata: { rack: 'a' } }]
const web = { id: 'web', domains: ['web.example', 'WWW.example'], applicationProtocol: 'http', hosts, origin: 'web.yaml:3' }

/** Two sources behind a real server, and what they say. */
async function start() {
  const answers = {
    files: (services: ServiceBatch): void => services.set('web.yaml', [web]),
    apps: (services: ServiceBatch): void => services.add({ id: 'api' }, { id: 'db', port: 5432 }),
  }
  const source = (name: 'files' | 'apps', label: string) =>
    definePlugin({
      ...{ name, source: label },
      apply: ({ hooks }) => hooks.generateServices.tap('all', services => answers[name](services)),
    })()
  const { proxym, stop } = createTestProxym([source('files', 'File'), source('apps', 'Apps')])
  const server = createHttpServer({ logger: captureLogs().logger })
  server.mount(proxym.app)
  const { url } = await server.listen({ host: '127.0.0.1', port: 0 })
  const get = async <S extends z.ZodType>(path: string, schema: S, method = 'GET'): Promise<z.output<S>> => {
    const answer = await fetch(`${url}${path}`, { method })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('application/json')])
    return schema.parse(await answer.json())
  }
  return {
    ...{ answers, get },
    services: (query = '') => get(`/services${query}`, servicesAnswer),
    refresh: () => get('/refresh', refreshAnswer, 'POST'),
    stop: async () => void (await Promise.all([server.close(), stop()])),
    [Symbol.asyncDispose]: async () => void (await Promise.all([server.close(), stop()])),
  }
}

it('lists the newest snapshot with source, origin and staleness', async () => {
  await using proxym = await start()
  expect(await proxym.services()).toEqual({ cycle: null, held: false, services: [] })
  expect(await proxym.refresh()).toMatchObject({ services: 3, added: ['api', 'db', 'web'], stale: [], held: [] })
  const { cycle, held, services } = await proxym.services()
  expect({ cycle, held, ids: services.map(({ id }) => id) }).toEqual({ cycle: 1, held: false, ids: ['api', 'db', 'web'] })
  expect(services[2]).toEqual({
    ...{ id: 'web', source: 'File', domains: ['web.example', 'www.example'], applicationProtocol: 'http', transportProtocol: '' },
    ...{ hosts: [{ ip: '10.0.0.1', port: 80, weight: 1, metadata: { rack: 'a' } }], port: 0, servicePort: 0, listenPort: 0 },
    ...{ proxyPath: '', config: '', metadata: {}, tap: 'files/all', origin: 'web.yaml:3', stale: false },
  })
  expect(services[0]).toMatchObject({ source: 'Apps', tap: 'apps/all', origin: null })
})

it('narrows by source and domain', async () => {
  await using proxym = await start()
  await proxym.refresh()
  const ids = async (query: string) => (await proxym.services(query)).services.map(({ id }) => id)
  expect(await ids('?source=Apps')).toEqual(['api', 'db'])
  expect(await ids('?domain=Www.Example')).toEqual(['web'])
  expect(await ids('?source=Apps&domain=web.example')).toEqual([])
  expect(await ids('?source=apps')).toEqual([])
})

it('marks what is stale: the key that cannot be read, or all of a source that fails', async () => {
  await using proxym = await start()
  await proxym.refresh()
  proxym.answers.files = services => {
    services.set('new.yaml', [{ id: 'new' }])
    services.keep('web.yaml', new Error('broken'))
  }
  proxym.answers.apps = () => {
    throw new Error('gone')
  }
  expect(await proxym.refresh()).toMatchObject({ stale: ['apps/all'], added: ['new'] })
  const { services } = await proxym.services()
  expect(services.map(({ id, stale }) => [id, stale])).toEqual([
    ...[
      ['api', true],
      ['db', true],
      ['new', false],
      ['web', true],
    ],
  ])
})

it('answers /status in the shape that /openapi.json promises', async () => {
  await using proxym = await start()
  await proxym.get('/status', statusAnswer.strict())
  proxym.answers.files = services => services.set('web.yaml', [{ ...web, port: -1 }])
  await proxym.refresh()
  expect(await proxym.get('/status', statusAnswer.strict())).toMatchObject({ state: 'running', problemCount: 1 })
})

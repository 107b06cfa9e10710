import { expect, it } from 'vitest'
import { z } from 'zod'
import { createRoutes } from '../../src/http/route-table.ts'
import { captureLogs } from '../log/capture.ts'
import { appOf, serve } from './serve.ts'

const { logger } = captureLogs()
interface Document {
  readonly paths: Record<string, Record<string, Readonly<Record<string, unknown>>>>
  readonly components: object
}
const documentOf = async (app: ReturnType<typeof appOf>): Promise<Document> =>
  (await (await app.request('/openapi.json', {}, { loopback: true })).json()) as Document

it('describes every built-in route, over a real socket', async () => {
  const { url } = await serve()
  const answer = await fetch(`${url}/openapi.json`)
  expect(answer.headers.get('content-type')).toContain('application/json')
  const document = (await answer.json()) as Document
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'proxym', version: '1.2.3' } })
  expect(Object.keys(document.paths)).toEqual([
    '/livez',
    '/metrics',
    '/openapi.json',
    '/readyz',
    '/refresh',
    '/services',
    '/status',
  ])
  for (const operations of Object.values(document.paths))
    for (const { summary } of Object.values(operations)) expect(summary).toMatch(/\.$/)
  expect(JSON.stringify(document.paths['/services'])).toContain('"stale"')
})

it('describes the routes of plugins, with parameters and the schemas that they give', async () => {
  const body = z.strictObject({ domains: z.array(z.string()).default([]) })
  const app = appOf(logger, undefined, routes => {
    routes.put('/annotations/:serviceId{.+}', { summary: 'Set one.', body }, c => c.body(null, 204))
    routes.get('/plain/:a/:b', c => c.text('plain'))
    routes.get('/other', { answer: { '~standard': { version: 1, vendor: 'acme', validate: () => ({ value: 1 }) } } }, c =>
      c.text('x'),
    )
  })
  const { paths } = await documentOf(app)
  expect(paths['/annotations/{serviceId}']?.['put']).toEqual({
    ...{ summary: 'Set one.', tags: ['acme'] },
    parameters: [{ name: 'serviceId', in: 'path', required: true, schema: { type: 'string' } }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            ...{ type: 'object', additionalProperties: false },
            properties: { domains: { type: 'array', items: { type: 'string' }, default: [] } },
          },
        },
      },
    },
    responses: { '2XX': { description: 'Done.' }, default: expect.anything() },
  })
  expect(paths['/plain/{a}/{b}']?.['get']?.['parameters']).toHaveLength(2)
  expect(paths['/other']?.['get']?.['responses']).toMatchObject({ '2XX': { content: { 'application/json': { schema: {} } } } })
})

it('says which routes need the token, and only when there is one', async () => {
  const routes = (add: Parameters<NonNullable<Parameters<typeof appOf>[2]>>[0]) => {
    add.post('/change', c => c.text('a'))
    add.post('/hint', { access: 'hint' }, c => c.text('a'))
  }
  const { paths, components } = await documentOf(appOf(logger, 'right', routes))
  expect(paths['/change']?.['post']?.['security']).toEqual([{ token: [] }])
  expect(paths['/refresh']?.['post']?.['security']).toEqual([{ token: [] }])
  expect([paths['/hint']?.['post']?.['security'], paths['/services']?.['get']?.['security']]).toEqual([undefined, undefined])
  expect(components).toHaveProperty('securitySchemes.token.scheme', 'bearer')
  expect(JSON.stringify({ paths, components })).not.toContain('right')
  expect(JSON.stringify(await documentOf(appOf(logger, undefined, routes)))).not.toContain('"security')
})

it('is the same whatever the order of plugins', () => {
  const build = (paths: readonly string[]) => {
    const table = createRoutes()
    for (const path of paths) table.for('acme', logger).get(path, c => c.text(path))
    return JSON.stringify(table.describe('1'))
  }
  expect(build(['/b', '/a', '/c'])).toBe(build(['/c', '/b', '/a']))
})

import { expect, it } from 'vitest'
import { createHttpServer } from '../../src/http/create-http-server.ts'
import { definePlugin } from '../../src/plugin.ts'
import { createTestProxym } from '../../src/testing.ts'
import { exchange } from '../http/serve.ts'
import { captureLogs } from '../log/capture.ts'

it('counts requests by route and status: refused, unknown and failed ones too, and no path of a client is a label', async () => {
  const plugin = definePlugin({
    name: 'acme',
    apply(proxym) {
      proxym.http.get('/things/:id', c => c.text('thing'))
      proxym.http.get('/broken', () => {
        throw new Error('broken')
      })
    },
  })
  const { proxym, stop } = createTestProxym(plugin())
  const server = createHttpServer({ logger: captureLogs().logger })
  server.mount(proxym.app)
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  const ask = (line: string, more = '') => exchange(address, `${line} HTTP/1.1\nhost: localhost\nconnection: close\n${more}\n`)
  try {
    for (const id of ['1', '2', '3']) await ask(`GET /things/${id}`)
    await ask('GET /nothing/at/all')
    await ask('GET /broken')
    await ask('POST /things/1')
    await ask('POST /refresh', 'origin: https://evil.example\n')
    await ask('PROPFIND /livez')
    const text = await ask('GET /metrics')
    expect(text).toContain('content-type: text/plain; version=0.0.4')
    expect(text.match(/^proxym_http_requests_total.*$/gm)).toEqual([
      'proxym_http_requests_total{method="GET",route="/things/:id",status="200"} 3',
      'proxym_http_requests_total{method="GET",route="none",status="404"} 1',
      'proxym_http_requests_total{method="GET",route="/broken",status="500"} 1',
      'proxym_http_requests_total{method="POST",route="none",status="405"} 1',
      'proxym_http_requests_total{method="POST",route="none",status="403"} 1',
      'proxym_http_requests_total{method="other",route="none",status="405"} 1',
    ])
  } finally {
    await Promise.all([server.close(), stop()])
  }
})

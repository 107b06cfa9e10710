import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Features } from '../features.ts'
import { html, message } from './answer.ts'

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade'])

/** Pass a request on to the leader, and what it answers back, as a standby does. `via` is the address of the standby. */
export function proxyRequest(
  request: IncomingMessage,
  response: ServerResponse,
  leader: string,
  via: string,
  features: Features,
): void {
  const { hasProxyHeaders, hidesLeaderLoss, statusLeaderRefuses } = features
  if (hasProxyHeaders && String(request.headers['x-marathon-via'] ?? '').includes(via)) {
    const loop = message(502, 'Detected proxying loop.')
    response.writeHead(loop.status, loop.headers).end(loop.body)
    return
  }
  const viaHeader = hasProxyHeaders ? { 'x-marathon-via': `1.1 ${via}` } : {}
  const headers = { ...request.headers, ...viaHeader }
  const passed = httpRequest(new URL(request.url ?? '/', leader), { method: request.method, headers, agent: false }, answer => {
    const own = Object.entries(answer.headers).filter(([name]) => !hopByHop.has(name))
    response.writeHead(answer.statusCode ?? 502, { ...Object.fromEntries(own), ...viaHeader })
    response.flushHeaders()
    // A body that ends early must not look whole.
    answer.on('error', () => response.destroy()).pipe(response)
  })
  passed.on('error', () => {
    if (response.headersSent) return void response.destroy()
    // The oldest swallow the failure: status 200, and nothing in it.
    const failed = html(statusLeaderRefuses, 'Error: connection to the leader refused')
    if (hidesLeaderLoss) response.writeHead(200).end()
    else response.writeHead(failed.status, failed.headers).end(failed.body)
  })
  response.once('close', () => passed.destroy())
  request.pipe(passed)
}

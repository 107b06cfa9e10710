import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What an origin saw of a request. */
export interface Seen {
  readonly origin: string
  readonly path: string
  readonly host: string | undefined
  readonly forwardedFor: string | string[] | undefined
}

/** An http server that answers each request with its own name and what it saw, as JSON. Closed after the test. */
export async function startOrigin(name: string, address = '127.0.0.1'): Promise<{ readonly ip: string; readonly port: number }> {
  const server = createServer((request, response) => {
    const { host, 'x-forwarded-for': forwardedFor } = request.headers
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ origin: name, path: request.url, host, forwardedFor }))
  }).listen(0, address)
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { ip: address, port: (server.address() as AddressInfo).port }
}

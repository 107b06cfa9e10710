import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server on a free loopback port whose answer a test may change, and what it was asked. */
export async function startServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const requests: IncomingMessage[] = []
  const state = { answer, requests }
  const server = createServer((request, response) => {
    requests.push(request)
    state.answer(request, response)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services.json?key=geheim` })
}

/** Answer with JSON under an ETag, or with 304 to those who know it. */
export function json(value: unknown, etag: string) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else response.writeHead(200, { etag, 'content-type': 'application/json' }).end(JSON.stringify(value))
  }
}

import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { addBuiltInRoutes, type BuiltInSources } from '../../src/http/built-in.ts'
import { createHttpServer, type HttpAddress } from '../../src/http/create-http-server.ts'
import type { HttpLimits } from '../../src/http/limits.ts'
import { createRoutes } from '../../src/http/route-table.ts'
import type { Routes } from '../../src/http/routes.ts'
import type { Logger } from '../../src/log/logger.ts'
import { captureLogs } from '../log/capture.ts'

export interface ServeOptions {
  readonly limits?: Partial<HttpLimits>
  readonly allowedHosts?: readonly string[]
  readonly token?: string
  readonly host?: string
  readonly routes?: (routes: Routes) => void
}

/** A server on a free port with the built-in routes and those of one plugin; closed after the test. */
export async function serve({ limits = {}, allowedHosts = [], token, host = '127.0.0.1', routes }: ServeOptions = {}) {
  const { logger, stdout, stderr } = captureLogs({ format: '%{module} %{level} %{message}', level: 'debug' })
  const server = createHttpServer({ logger, limits })
  server.mount(appOf(logger, token, routes), allowedHosts)
  const address = await server.listen({ host, port: 0 })
  onTestFinished(() => server.close())
  return { server, address, url: address.url, logger, stdout, stderr }
}

/** What the built-in routes tell when nothing runs behind them. */
export const builtIn: BuiltInSources = {
  ready: () => ({ ready: true, reasons: [] }),
  status: () => ({ services: 3 }),
  services: filter => ({ filter }),
  metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'proxym_up 1\n' }),
  openapi: () => ({}),
  refresh: async digest => ({ confirmed: digest ?? null }),
}

/** The routes of one configuration. */
export function appOf(logger: Logger, token?: string, routes?: (routes: Routes) => void) {
  const table = createRoutes(token)
  addBuiltInRoutes(table.for('core', logger), { ...builtIn, openapi: () => table.describe('1.2.3') })
  routes?.(table.for('acme', logger.named('acme')))
  return table.build()
}

/** A bare connection; what it receives is in `text`, `ended` resolves with all of it. */
export function openSocket({ host, port }: HttpAddress, send = '') {
  const socket: Socket = connect(port, host)
  onTestFinished(() => void socket.destroy())
  const received = { socket, text: '', ended: Promise.resolve('') }
  socket.on('data', chunk => {
    received.text += chunk.toString()
  })
  socket.on('error', () => {})
  received.ended = new Promise(resolve => socket.once('close', () => resolve(received.text)))
  if (send !== '') socket.write(send)
  return received
}

/** Send one request on a connection of its own and read all of the answer. */
export function exchange(address: HttpAddress, request: string): Promise<string> {
  return openSocket(address, request.replaceAll('\n', '\r\n')).ended
}

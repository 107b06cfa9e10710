import type { AddressInfo } from 'node:net'
import type { Logger } from '../log/logger.ts'
import { answerRequest } from './answer-request.ts'
import { limitConnections } from './connection-limit.ts'
import { listenFailed } from './errors.ts'
import { defaultHttpLimits, type HttpLimits } from './limits.ts'
import { authority, inUrl, isLoopback } from './loopback.ts'
import { createRequestListener } from './request-listener.ts'
import type { RoutedApp } from './routed-app.ts'

// An `import` of it would load all of its parts, such as a WebSocket.
const { createServer } = process.getBuiltinModule('node:http')

/** What the HTTP server is made from. */
export interface HttpServerOptions {
  readonly logger: Logger
  readonly limits?: Partial<HttpLimits>
}

/** Where the server listens. */
export interface HttpAddress {
  readonly host: string
  readonly port: number
  /** `http://127.0.0.1:5678` */
  readonly url: string
  readonly loopback: boolean
}

/** The HTTP server of one proxym. It outlives configurations: each mounts its own routes. */
export interface HttpServer {
  /**
   * Take an address; an empty host is every address of the machine.
   *
   * @throws ProxymError `PROXYM_LISTEN_IN_USE`, `PROXYM_LISTEN_DENIED`, `PROXYM_LISTEN_ADDRESS`
   */
  listen(wanted: { readonly host: string; readonly port: number }): Promise<HttpAddress>
  /** Undefined while it does not listen. */
  readonly address: HttpAddress | undefined
  /**
   * Answer by these routes from the next request on. `allowedHosts` are names by which a loopback address may be asked for,
   * besides `localhost` and itself.
   */
  mount(app: RoutedApp, allowedHosts?: readonly string[]): void
  /** Load what answers now instead of with the first request. */
  load(): Promise<void>
  /** Stop: idle connections end at once, busy ones when they are answered or the grace is over. Safe to repeat. */
  close(): Promise<void>
}

/** Make the server; it listens after `listen` and answers 503 until routes are mounted. */
export function createHttpServer({ logger, limits: given = {} }: HttpServerOptions): HttpServer {
  const limits: HttpLimits = { ...defaultHttpLimits, ...given }
  let address: HttpAddress | undefined
  let ownHosts: readonly string[] = []
  let namedHosts: readonly string[] = []
  let app: RoutedApp | undefined
  let closed: Promise<void> | undefined

  const answer = answerRequest(logger, () => ({
    app,
    rules: { loopback: address?.loopback ?? true, allowedHosts: [...ownHosts, ...namedHosts], bodyBytes: limits.bodyBytes },
  }))
  const listener = createRequestListener(answer)
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.idleMs,
  })
  const connections = limitConnections(server, limits.connections)
  server.on('request', (request, response) => {
    response.setHeader('x-content-type-options', 'nosniff')
    void listener.listen(request, response)
  })

  const close = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    server.close(() => resolve())
    connections.closeIdle()
    const timer = setTimeout(() => connections.closeAll(), limits.graceMs)
    await promise
    clearTimeout(timer)
    address = undefined
  }
  return {
    async listen({ host, port }) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      server.once('error', reject)
      server.listen({ port, exclusive: true, backlog: limits.backlog, ...(host === '' ? {} : { host }) }, resolve)
      await promise.catch((error: unknown) => {
        throw listenFailed(authority(host, port), error)
      })
      server.off('error', reject)
      server.on('error', error => logger.error('The HTTP server failed', { error }))
      ownHosts = host === '' ? [] : [inUrl(host)]
      address = boundTo(server.address() as AddressInfo)
      return address
    },
    get address() {
      return address
    },
    mount(next, allowedHosts = []) {
      app = next
      namedHosts = allowedHosts
    },
    async load() {
      await Promise.all([listener.load(), app?.load()])
    },
    async close() {
      if (address === undefined) return
      closed ??= close()
      await closed
    },
  }
}

function boundTo({ address: host, port }: AddressInfo): HttpAddress {
  return { host, port, url: `http://${authority(host, port)}`, loopback: isLoopback(host) }
}

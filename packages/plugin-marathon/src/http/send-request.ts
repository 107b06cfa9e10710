import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { ProxymError } from '@proxym/core'
import type { Dispatcher } from 'undici'
import { limits } from '../limits.ts'
import type { Server } from '../options/server.ts'
import { serverProblem } from './errors.ts'

/** One request to a Marathon. */
export interface MarathonRequest {
  readonly server: Server
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** From `/v2` on. */
  readonly path: string
  readonly accept: string
  readonly signal: AbortSignal
  /** Longest wait for the head of the answer. */
  readonly headTimeoutMs: number
}

/** An answer whose body has not been read. */
export interface MarathonResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Readable
  /** What the server was told about who asks. */
  readonly authorization: string | undefined
}

interface Transport {
  readonly dispatcher: Dispatcher
  readonly servers: readonly Server[]
  /** The `Authorization` for a server, when there is one. */
  readonly authorize: (server: Server, signal: AbortSignal) => Promise<string | undefined>
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Send a request. A redirect is followed only to another configured server, and then as a request to that server: with its
 * credentials, never with those of the one that redirects, and with none from https to http.
 *
 * @throws ProxymError `PROXYM_MARATHON_REDIRECT` for any other redirect
 */
export async function sendRequest(
  { server, method, path, accept, signal, headTimeoutMs }: MarathonRequest,
  { dispatcher, servers, authorize }: Transport,
): Promise<MarathonResponse> {
  let target = new URL(server.origin + server.prefix + path)
  let owner = server
  for (let hops = 0; hops <= limits.redirects; hops++) {
    const isDowngrade = server.origin.startsWith('https:') && target.protocol === 'http:'
    const authorization = isDowngrade ? undefined : await authorize(owner, signal)
    const { statusCode, headers, body } = await dispatcher.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method,
      headers: {
        accept,
        'accept-encoding': 'gzip',
        'user-agent': 'proxym',
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...(authorization === undefined ? {} : { authorization }),
      },
      signal,
      headersTimeout: headTimeoutMs,
      // Whoever reads the body watches the time.
      bodyTimeout: 0,
    })
    if (!redirects.has(statusCode)) return { status: statusCode, headers, body, authorization }
    body.on('error', () => {}).destroy()
    const location = String(headers.location ?? '')
    const next = URL.parse(location, target.href)
    const nextOwner = next === null ? undefined : servers.find(({ origin }) => origin === next.origin)
    if (next === null || nextOwner === undefined) throw new ProxymError(serverProblem.redirect(server.url, withoutUser(location)))
    target = next
    owner = next.origin === owner.origin ? owner : nextOwner
  }
  throw new ProxymError(serverProblem.redirectLoop(server.url))
}

const withoutUser = (location: string): string => location.replace(/\/\/[^/@]*@/, '//')

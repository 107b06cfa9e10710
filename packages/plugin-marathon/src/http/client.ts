import { type Problem, ProxymError, problemsOf } from '@proxym/core'
import { Agent } from 'undici'
import type { Server } from '../options/server.ts'
import type { FilledOptions } from '../options.ts'
import { createAuthorizer } from './authorizer.ts'
import { serverProblem } from './errors.ts'
import type { ListSink } from './list-splitter.ts'
import { type JsonAnswer, readJson } from './read-json.ts'
import { retryAfterMs } from './retry-after.ts'
import { type MarathonRequest, type MarathonResponse, sendRequest } from './send-request.ts'

/** Asks one server for JSON. With a sink, the items of a list go there while they come in. */
export type GetJson = (path: string, sink?: ListSink) => Promise<JsonAnswer>

/** Talks to the Marathon instances of one configuration. */
export interface MarathonClient {
  readonly servers: readonly Server[]
  /** The position of the server that last gave a good answer. */
  good(): number
  /**
   * Do some work on one server: on the one that was last good, else on the next, until one does it.
   *
   * @throws ProxymError that names what is wrong with every server
   */
  onOneServer<T>(work: (get: GetJson) => Promise<T>, signal: AbortSignal): Promise<T>
  /** Send one request; the caller looks at the answer. */
  send(request: Omit<MarathonRequest, 'accept' | 'headTimeoutMs'> & { readonly accept?: string }): Promise<MarathonResponse>
  /** @throws ProxymError `PROXYM_MARATHON_BUSY` while a server has asked to be left alone */
  mayAsk(server: Server): void
  close(): Promise<void>
}

type ClientOptions = Pick<FilledOptions, 'servers' | 'auth' | 'tls' | 'connectTimeoutMs' | 'requestTimeoutMs'>

/** Make the client. It connects when it is first used. */
export function createClient(
  { servers, auth, tls, connectTimeoutMs, requestTimeoutMs }: ClientOptions,
  now: () => number = Date.now,
): MarathonClient {
  const dispatcher = new Agent({
    allowH2: false,
    connect: {
      timeout: connectTimeoutMs,
      ...Object.fromEntries(Object.entries(tls ?? {}).filter(([, value]) => value !== undefined)),
    },
  })
  const authorizer = createAuthorizer(auth, dispatcher, now)
  const transport = { dispatcher, servers, authorize: authorizer.authorize }
  /** When each server may be asked again, epoch milliseconds. */
  const notBefore = new Map<Server, number>()
  let good = 0

  const mayAsk = (server: Server): void => {
    const until = notBefore.get(server) ?? 0
    if (until > now()) throw new ProxymError(serverProblem.wait(server.url, until))
  }

  const send: MarathonClient['send'] = async request => {
    const whole = { accept: 'application/json', headTimeoutMs: requestTimeoutMs, ...request }
    const response = await sendRequest(whole, transport)
    const afterMs = retryAfterMs(response.status, response.headers['retry-after'], now())
    if (afterMs > 0) notBefore.set(request.server, now() + afterMs)
    if (response.status !== 401 || !authorizer.refused(response.authorization)) return response
    response.body.on('error', () => {}).destroy()
    return sendRequest(whole, transport)
  }

  const getFrom =
    (server: Server, signal: AbortSignal): GetJson =>
    async (path, sink) => {
      const timeout = AbortSignal.timeout(requestTimeoutMs)
      try {
        const response = await send({ server, path, method: 'GET', signal: AbortSignal.any([signal, timeout]) })
        return await readJson(server, path, response, sink)
      } catch (error) {
        signal.throwIfAborted()
        if (timeout.aborted) throw new ProxymError(serverProblem.timeout(server.url, requestTimeoutMs))
        throw error instanceof ProxymError ? error : new ProxymError(serverProblem.unreachable(server.url, error))
      }
    }

  return {
    servers,
    good: () => good,
    send,
    async onOneServer(work, signal) {
      const problems: Problem[] = []
      for (let step = 0, first = good; step < servers.length; step++) {
        const index = (first + step) % servers.length
        const server = servers[index]
        if (server === undefined) break
        try {
          mayAsk(server)
          const result = await work(getFrom(server, signal))
          good = index
          return result
        } catch (error) {
          signal.throwIfAborted()
          problems.push(...problemsOf(error, 'PROXYM_MARATHON_UNREACHABLE'))
        }
      }
      throw new ProxymError(problems.length === 1 ? problems : serverProblem.none(problems))
    },
    mayAsk,
    close: () => dispatcher.destroy(),
  }
}

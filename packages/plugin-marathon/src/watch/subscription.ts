import { ProxymError } from '@proxym/core'
import type { MarathonClient } from '../http/client.ts'
import { serverProblem } from '../http/errors.ts'
import { readJson } from '../http/read-json.ts'
import { limits } from '../limits.ts'
import { fieldOf } from '../mapping/record.ts'
import type { Server } from '../options/server.ts'
import { callbackProblem } from './errors.ts'

/** A registration for callbacks, which Marathon keeps even when the client is gone. */
export interface Subscription {
  /**
   * See to it that one server has the registration, and let it prove that. Returns whether it had to be made.
   *
   * @throws ProxymError `PROXYM_MARATHON_CALLBACK` when this Marathon takes none
   */
  ensure(server: Server, signal: AbortSignal): Promise<boolean>
  /** Take it back, if it was made. Never rejects. */
  remove(): Promise<void>
}

const path = '/v2/eventSubscriptions'

/** Make the subscription of one URL. */
export function createSubscription(client: MarathonClient, callbackUrl: string): Subscription {
  const query = `${path}?callbackUrl=${encodeURIComponent(callbackUrl)}`
  let made: Server | undefined

  const isRegistered = async (server: Server, signal: AbortSignal): Promise<boolean> => {
    const response = await client.send({ server, method: 'GET', path, signal })
    if (unsupported.has(response.status)) {
      response.body.on('error', () => {}).destroy()
      throw new ProxymError(callbackProblem.refused(server.url, response.status))
    }
    const { body, where } = await readJson(server, path, response)
    const urls = fieldOf(body, 'callbackUrls')
    if (!Array.isArray(urls)) throw new ProxymError(serverProblem.shape(where, 'a list in `callbackUrls`', 'something else'))
    return urls.includes(callbackUrl)
  }

  return {
    async ensure(server, signal) {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(limits.attachMs)])
      const isNew = !(await isRegistered(server, limited))
      made = server
      if (isNew) {
        const { status, body } = await client.send({ server, method: 'POST', path: query, signal: limited })
        body.on('error', () => {}).resume()
        if (unsupported.has(status)) throw new ProxymError(callbackProblem.refused(server.url, status))
        if (status !== 200) throw new ProxymError(serverProblem.status(server.url, status))
        if (!(await isRegistered(server, limited))) throw new ProxymError(callbackProblem.lost(server.url))
      }
      return isNew
    },
    async remove() {
      if (made === undefined) return
      const first = made
      made = undefined
      const signal = AbortSignal.timeout(limits.unsubscribeMs)
      for (const server of [first, ...client.servers.filter(other => other !== first)]) {
        try {
          const { status, body } = await client.send({ server, method: 'DELETE', path: query, signal })
          body.on('error', () => {}).resume()
          if (status < 500) return
        } catch {
          // The next one may still be there; Marathon gives up a URL that does not answer anyway.
        }
      }
    },
  }
}

/** Not enabled (400), or not there (404, 405: before 0.8 and from 1.5 on). */
const unsupported: ReadonlySet<number> = new Set([400, 404, 405])

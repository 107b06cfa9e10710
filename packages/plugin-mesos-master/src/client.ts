import { Agent, request } from 'undici'
import { limits } from './limits.ts'

/** What a master sent, as far as it is looked at. */
export interface Reply {
  readonly status: number
  readonly location: string | undefined
  /** The body while it arrives; whoever stops reading ends the transfer. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Asks masters. */
export interface Client {
  /** GET a URL and hand the reply over; the transfer is ended when `read` has. Redirects are never followed. */
  get<T>(url: string, signal: AbortSignal, read: (reply: Reply) => T | PromiseLike<T>): Promise<T>
  close(): Promise<void>
}

/** Make a client with connections of its own. */
export function createClient(): Client {
  const agent = new Agent({
    connect: { timeout: limits.connectMs },
    headersTimeout: limits.masterMs,
    bodyTimeout: limits.masterMs,
  })
  return {
    async get(url, signal, read) {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: agent,
        signal,
        headers: { accept: 'application/json, text/plain', 'accept-encoding': 'identity' },
      })
      // A body that is ended early says so as an error, when nobody reads it any more.
      body.on('error', () => {})
      try {
        const { location } = headers
        return await read({ status: statusCode, location: typeof location === 'string' ? location : undefined, chunks: body })
      } finally {
        body.destroy()
      }
    },
    close: () => agent.destroy(),
  }
}

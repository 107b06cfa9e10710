import type { IncomingMessage, ServerResponse } from 'node:http'
import { late } from '../late.ts'
import type { answerRequest } from './answer-request.ts'
import { requestBroken } from './errors.ts'
import { refusalResponse } from './refusal.ts'

/** What Node's server calls with each request. */
export interface RequestListener {
  listen(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Load the adapter, which is otherwise loaded with the first request. */
  load(): Promise<void>
}

/** Between Node's server and what answers. */
export function createRequestListener(answer: ReturnType<typeof answerRequest>): RequestListener {
  const adapter = late(async () => {
    const { getRequestListener } = await import('@hono/node-server')
    // `hostname` is for requests in HTTP/1.0, which need no Host.
    return getRequestListener(answer, {
      hostname: 'localhost',
      overrideGlobalObjects: false,
      errorHandler: () => refusalResponse(requestBroken),
    })
  })
  return {
    async listen(request, response) {
      try {
        const listener = await adapter()
        await listener(request, response)
      } catch {
        response.destroy()
      }
    },
    load: async () => void (await adapter()),
  }
}

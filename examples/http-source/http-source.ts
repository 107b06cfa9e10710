import { setInterval } from 'node:timers/promises'
import { definePlugin, number, ProxymError, type ServiceInput, secret, text } from '@proxym/core'
import { z } from 'zod'
import { notReached, wrongShape, wrongStatus } from './errors.ts'

const options = z.strictObject({
  /** Where the services are, as a JSON list. */
  url: z.url({ protocol: /^https?$/ }),
  /** Sent as `Authorization: Bearer …`. A secret. */
  token: secret().optional(),
  /** How often the URL is asked, milliseconds. @default 10000 */
  intervalMs: z.int().min(10).max(86_400_000).default(10_000),
})

// Core checks every field of each service, and leaves out those that are wrong one by one.
const answer = z.array(z.looseObject({}))

/** Services from a URL that answers with a JSON list of them. What has not changed is not sent again, where the server knows ETags. */
export default definePlugin({
  name: 'http-source',
  source: 'HTTP',
  options,
  secrets: ['token'],
  env: { URL: text('url'), INTERVAL_MS: number('intervalMs') },
  apply(proxym, { url, token, intervalMs }) {
    // The last good answer, and what the server called it.
    let last: { readonly etag: string | null; readonly services: readonly ServiceInput[] } | undefined

    proxym.hooks.notify.tapPromise('poll', async ({ refresh, signal }) => {
      for await (const _ of setInterval(intervalMs, undefined, { signal })) refresh('it is time to ask again')
    })

    proxym.hooks.generateServices.tapPromise('list', async (services, { signal }) => {
      const headers = new Headers({ accept: 'application/json' })
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
      if (last?.etag) headers.set('if-none-match', last.etag)
      const response = await fetch(url, { headers, signal }).catch(error => {
        throw new ProxymError(notReached(url, error))
      })
      if (response.status !== 304 || last === undefined) {
        if (response.status !== 200) throw new ProxymError(wrongStatus(url, response.status))
        const parsed = answer.safeParse(await response.json().catch(() => undefined))
        if (!parsed.success) throw new ProxymError(wrongShape(url))
        last = { etag: response.headers.get('etag'), services: parsed.data as unknown as readonly ServiceInput[] }
      }
      services.add(...last.services)
    })
  },
})

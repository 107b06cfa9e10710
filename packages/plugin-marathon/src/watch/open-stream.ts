import type { Readable } from 'node:stream'
import { ProxymError } from '@proxym/core'
import type { MarathonClient } from '../http/client.ts'
import { serverProblem } from '../http/errors.ts'
import type { Server } from '../options/server.ts'
import { streamProblem } from './errors.ts'
import { eventTypes } from './read-event.ts'

const types = eventTypes.map(type => `event_type=${type}`).join('&')

/** Heavy plans carry two whole root groups. Servers that know neither parameter ignore them. */
const streamPath = `/v2/events?plan-format=light&${types}`

/**
 * Open the event stream of one server.
 *
 * @throws ProxymError `PROXYM_MARATHON_NO_STREAM` when this version has none, other codes for what may pass
 */
export async function openStream(client: MarathonClient, server: Server, signal: AbortSignal): Promise<Readable> {
  // Jetty compares the header as a whole: one value, nothing else.
  const { status, headers, body } = await client.send({
    server,
    method: 'GET',
    path: streamPath,
    accept: 'text/event-stream',
    signal,
  })
  const contentType = String(headers['content-type'] ?? '')
  if (status === 200 && /^text\/event-stream\b/i.test(contentType)) return body
  body.on('error', () => {}).destroy()
  if (status === 404 || status === 405) throw new ProxymError(streamProblem.none(server.url, status))
  if (status === 401 || status === 403) throw new ProxymError(serverProblem.refused(server.url, status))
  if (status !== 200) throw new ProxymError(serverProblem.status(server.url, status))
  throw new ProxymError(streamProblem.contentType(server.url, contentType))
}

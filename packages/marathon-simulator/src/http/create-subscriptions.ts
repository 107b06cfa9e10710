import { request as httpRequest } from 'node:http'
import type { Clock } from '../clock.ts'
import type { EventBus } from '../events/create-event-bus.ts'
import type { Features } from '../features.ts'
import { type Answer, html, json, message } from './answer.ts'

interface SubscriptionParts {
  readonly features: Features
  readonly clock: Clock
  readonly bus: EventBus
  /** Whether Marathon was started with `--event_subscriber http_callback`. */
  readonly isEnabled: boolean
}

interface Subscriber {
  failures: number
  /** No event is sent before this time. */
  restsUntil: number
}

const slowMs = 10_000

/** Make the callbacks of a cluster. They are in ZooKeeper: every instance knows them, and they outlive their subscribers. */
export function createSubscriptions({ features, clock, bus, isEnabled }: SubscriptionParts) {
  const subscribers = new Map<string, Subscriber>()
  const underway = new Set<Promise<void>>()

  const deliver = async (url: string, subscriber: Subscriber, body: string): Promise<void> => {
    if (await post(url, body)) {
      subscriber.failures = 0
      return
    }
    subscriber.failures += 1
    subscriber.restsUntil = clock.now() + 2 ** subscriber.failures * 1000
  }

  const isActive = features.hasCallbacks && isEnabled
  if (isActive)
    bus.subscribe(event => {
      for (const [url, subscriber] of subscribers) {
        // What happens in the meantime is lost for it.
        if (clock.now() < subscriber.restsUntil) continue
        const delivery = deliver(url, subscriber, event.json('heavy')).finally(() => underway.delete(delivery))
        underway.add(delivery)
      }
    })

  return {
    /** Answer a request for `/v2/eventSubscriptions`. */
    answer(method: string, query: URLSearchParams, clientIp: string): Answer {
      if (!features.hasCallbacks) return html(404, 'Error 404 Not Found')
      if (!isActive) return message(400, notRunning)
      if (method === 'GET') return json(200, { callbackUrls: [...subscribers.keys()] })
      const callbackUrl = query.get('callbackUrl')
      if (callbackUrl === null || !URL.canParse(callbackUrl)) return message(400, 'Invalid callback URL')
      if (method !== 'POST' && method !== 'DELETE') return html(405, 'Error 405 Method Not Allowed')
      const type = method === 'POST' ? 'subscribe_event' : 'unsubscribe_event'
      if (method === 'POST' && !subscribers.has(callbackUrl)) subscribers.set(callbackUrl, { failures: 0, restsUntil: 0 })
      if (method === 'DELETE') subscribers.delete(callbackUrl)
      bus.publish(type, { clientIp, callbackUrl })
      return json(200, { clientIp, callbackUrl, eventType: type, timestamp: new Date(clock.now()).toISOString() })
    },
    get urls(): readonly string[] {
      return [...subscribers.keys()]
    },
    forget: () => subscribers.clear(),
    /** Wait until every event that was sent is answered. */
    async delivered(): Promise<void> {
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}

const notRunning =
  'http event callback system is not running on this Marathon instance. Please re-start this instance with "--event_subscriber http_callback".'

export type Subscriptions = ReturnType<typeof createSubscriptions>

/** Whether a subscriber took an event: a status below 300, in time. */
function post(url: string, body: string): Promise<boolean> {
  return new Promise(resolve => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = httpRequest(url, { method: 'POST', headers, agent: false, timeout: slowMs }, response => {
      response.resume().once('close', () => resolve(response.complete && (response.statusCode ?? 500) < 300))
    })
    sent.once('timeout', () => sent.destroy())
    sent.once('error', () => resolve(false))
    sent.end(body)
  })
}

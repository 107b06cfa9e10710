import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import { infoDocument } from '../documents/info-document.ts'
import type { EventBus } from '../events/create-event-bus.ts'
import type { Faults } from '../faults/create-faults.ts'
import type { Fault } from '../faults/fault.ts'
import { sendAnswer } from '../faults/send-answer.ts'
import type { Features } from '../features.ts'
import type { View } from '../model/create-world.ts'
import { type Answer, html, json, message, text, urlOf } from './answer.ts'
import type { ApiRequest } from './create-api.ts'
import { createStreams } from './create-streams.ts'
import type { Subscriptions } from './create-subscriptions.ts'
import { createTraffic } from './create-traffic.ts'
import { proxyRequest } from './proxy-request.ts'
import { type Matched, routeOf } from './route-of.ts'

/** What an instance shares with the others. */
export interface ClusterParts {
  readonly features: Features
  readonly clock: Clock
  readonly bus: EventBus
  readonly faults: Faults
  readonly subscriptions: Subscriptions
  readonly answer: (request: ApiRequest, view: View) => Answer
  readonly view: View
  readonly heartbeatMs: number
  /** The URL of the leader, if there is one. */
  readonly leaderUrl: () => string | undefined
}

interface InstanceParts extends ClusterParts {
  readonly index: number
  /** The URL of this instance. */
  readonly url: () => string
}

const nothing: View = { apps: new Map(), pods: new Map() }

/** Make what one instance does with requests. */
export function createInstance(parts: InstanceParts) {
  const { features, clock, faults, subscriptions, view, index, url, leaderUrl } = parts
  const streams = createStreams(parts)
  const traffic = createTraffic()
  let stale: View | undefined

  const isLeader = (): boolean => leaderUrl() === url()
  const ownHeaders = (): Readonly<Record<string, string>> => {
    const leader = leaderUrl()
    return features.hasProxyHeaders && leader !== undefined ? { 'x-marathon-leader': leader } : {}
  }

  const answerHere = (request: IncomingMessage, matched: Matched, seen: View): Answer => {
    const { method = 'GET', headers } = request
    const { searchParams: query } = urlOf(request)
    if (matched.route === '/v2/eventSubscriptions')
      return subscriptions.answer(method, query, request.socket.remoteAddress ?? '127.0.0.1')
    return parts.answer({ ...matched, method, query, accept: headers.accept }, seen)
  }

  const answerLocally = ({ route }: Matched): Answer | undefined => {
    const leader = leaderUrl()
    const address = leader === undefined ? undefined : new URL(leader).host
    if (route === '/ping') return text(200, 'pong')
    if (route === '/v2/info') return json(200, infoDocument(features, address, isLeader()))
    if (route !== '/v2/leader') return undefined
    return address === undefined ? message(404, 'There is no leader') : json(200, { leader: address })
  }

  const openStream = (request: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void => {
    // Jetty compares the whole header.
    const isRefused = request.headers.accept !== 'text/event-stream'
    if (!features.hasStream) send(response, html(404, 'Error 404 Not Found'))
    else if (isRefused || request.method !== 'GET') send(response, html(405, 'Error 405 Method Not Allowed'))
    else streams.open(request, response, ownHeaders(), fault)
  }

  const send = (response: ServerResponse, answer: Answer, fault?: Fault, path = '/'): void => {
    const whole = { ...answer, headers: { ...ownHeaders(), ...answer.headers } }
    sendAnswer({ response, answer: whole, clock, own: `${url()}${path}` }, fault)
  }

  /** Whether this instance has to pass a request on, and did. */
  const passOn = (request: IncomingMessage, response: ServerResponse, { route }: Matched): boolean => {
    const leader = leaderUrl()
    if (leader === url() || stale !== undefined) return false
    if (leader === undefined) {
      if (features.hidesLeaderLoss) return false
      send(response, html(features.statusWithoutLeader, 'Error: Could not determine the current leader'))
      return true
    }
    if (route === '/v2/events' && features.standbyStream === 'redirected')
      response.writeHead(302, { location: `${leader}${request.url}` }).end()
    else proxyRequest(request, response, leader, new URL(url()).host, features)
    return true
  }

  return {
    streams,
    traffic,
    isLeader,
    /** Serve what there is now, whatever comes: a follower that does not follow. */
    lag(isLagging: boolean): void {
      stale = isLagging ? { apps: new Map(view.apps), pods: new Map(view.pods) } : undefined
    },
    handle(request: IncomingMessage, response: ServerResponse): void {
      const matched = routeOf(urlOf(request).pathname)
      const { route } = matched
      traffic.count(route, response)
      response.on('error', () => {})
      const fault = faults.take(index, route)
      const isStreamFault = fault !== undefined && ['stall', 'close', 'half', 'chunks', 'lineEnds'].includes(fault.kind)
      const isStream = route === '/v2/events'
      const isBroken = fault !== undefined && !(isStream && isStreamFault)
      const local = isStream ? undefined : answerLocally(matched)
      if (local === undefined && fault === undefined && passOn(request, response, matched)) return
      const seen = stale ?? (isLeader() || fault !== undefined ? view : nothing)
      if (isStream && !isBroken) openStream(request, response, fault)
      else send(response, local ?? (isStream ? text(200, '') : answerHere(request, matched, seen)), fault, request.url)
    },
  }
}

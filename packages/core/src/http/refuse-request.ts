import type { IncomingHttpHeaders } from 'node:http'
import { bodyEncoded, bodyTooLarge, hostRefused, originRefused, requestBroken } from './errors.ts'
import { hostName, isLoopback } from './loopback.ts'
import type { Refusal } from './refusal.ts'

/** What is known of a request before its body is read. */
export interface RequestHead {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** Every `Host` that was sent: of several, who knows which one another reader on the way has taken. */
  readonly hosts: readonly string[]
}

/** What the server allows. */
export interface RequestRules {
  readonly loopback: boolean
  /** Names besides `localhost` and loopback addresses. */
  readonly allowedHosts: readonly string[]
  readonly bodyBytes: number
}

/** Whether the method only reads. */
const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

/**
 * Why a request is refused whatever its route: a page of another site that reached a loopback address by DNS rebinding,
 * a page of another site that wants to change something, a body that is compressed or too large.
 */
export function refuseRequest({ method, headers, hosts }: RequestHead, rules: RequestRules): Refusal | undefined {
  if (hosts.length > 1) return requestBroken
  // Browsers always send a Host; a probe in HTTP/1.0 does not, and is none.
  if (rules.loopback && headers.host !== undefined && !isOwnHost(headers.host, rules.allowedHosts))
    return hostRefused(headers.host)
  if (!isReading(method)) {
    const { origin } = headers
    if (origin !== undefined && !isSameHost(origin, headers.host)) return originRefused(origin)
    // Ports do not count for a site: to a browser any other program on this machine is `same-site`. Values that no
    // browser sends are not looked at, as the specification of the header asks.
    const site = headers['sec-fetch-site']
    if (site === 'cross-site' || site === 'same-site') return originRefused('another site')
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return bodyEncoded(encoding)
  return Number(headers['content-length'] ?? 0) > rules.bodyBytes ? bodyTooLarge(rules.bodyBytes) : undefined
}

function isOwnHost(header: string, allowed: readonly string[]): boolean {
  const name = hostName(header)
  return name !== undefined && (name === 'localhost' || isLoopback(name) || allowed.some(host => hostName(host) === name))
}

function isSameHost(origin: string, host: string | undefined): boolean {
  const url = URL.parse(origin)
  return host !== undefined && url !== null && url.host !== '' && url.host === URL.parse(`${url.protocol}//${host}`)?.host
}

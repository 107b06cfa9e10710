import { isHttp, type Service, wantsListener } from '../service.ts'
import type { RouteExplanation } from './explanation.ts'
import type { Question } from './parse-question.ts'

/** The route that decides a request, as every output chooses it: exact hosts, then wildcards of more labels first, then every host; the longest path of them. */
export function findRoute(
  services: Iterable<Service>,
  { host, path }: Pick<Question, 'host' | 'path'>,
): RouteExplanation | undefined {
  let best: RouteExplanation | undefined
  for (const route of routesOf(services)) {
    if (coversHost(route.host, host) && coversPath(route.path, path) && (best === undefined || isCloser(route, best)))
      best = route
  }
  return best
}

/** All routes of these services. */
export function* routesOf(services: Iterable<Service>): Iterable<RouteExplanation> {
  for (const service of services) {
    if (!isHttp(service)) continue
    const { id, domains, proxyPath: path } = service
    for (const host of domains) yield { host, path, service: id }
    if (domains.length === 0 && path !== '') yield { host: '', path, service: id }
  }
}

/** Whether the outputs can send anybody to the service: by a route, or by a port of its own. */
export function isReachable(service: Service): boolean {
  const hasListener = service.listenPort !== 0 && wantsListener(service)
  return hasListener || (isHttp(service) && (service.domains.length > 0 || service.proxyPath !== ''))
}

/** Whether a path lies below another one. */
export function coversPath(prefix: string, path: string): boolean {
  return prefix === '' || path === prefix || path.startsWith(`${prefix}/`)
}

function coversHost(pattern: string, host: string): boolean {
  return pattern === '' || pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)))
}

function isCloser(route: RouteExplanation, than: RouteExplanation): boolean {
  const [rank, other] = [closeness(route.host), closeness(than.host)]
  return rank !== other ? rank > other : route.path.length > than.path.length
}

function closeness(host: string): number {
  if (host === '') return 0
  return host.startsWith('*.') ? host.split('.').length : Number.POSITIVE_INFINITY
}

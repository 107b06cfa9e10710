import type { TemplateService } from './template-service.ts'

/** Requests for one host and path go to one service. */
export interface Route {
  /** `shop.example.com`, `*.example.com`, or empty for every host that no other route claims. */
  readonly host: string
  readonly wildcard: boolean
  /** `/api`, or empty for every path. */
  readonly path: string
  readonly service: TemplateService
}

/**
 * The routes of all http services in the order of their priority: exact hosts before wildcards before every host, wildcards of more
 * labels first, longer paths first. The first that matches a request decides.
 */
export function toRoutes(services: readonly TemplateService[]): readonly Route[] {
  const routes = services.filter(({ mode }) => mode === 'http').flatMap(routesOf)
  return routes
    .map(route => ({ route, rank: rankOf(route) }))
    .sort((a, b) => a.rank - b.rank || compareRoutes(a.route, b.route))
    .map(({ route }) => route)
}

function routesOf(service: TemplateService): readonly Route[] {
  const { domains, proxyPath: path } = service
  if (domains.length === 0) return path === '' ? [] : [{ host: '', wildcard: false, path, service }]
  return domains.map(host => ({ host, wildcard: host.startsWith('*.'), path, service }))
}

/** Lower comes first: exact hosts 0, wildcards by their number of labels, every host last. */
function rankOf({ host, wildcard }: Route): number {
  if (host === '') return 1000
  return wildcard ? 500 - host.split('.').length : 0
}

function compareRoutes(a: Route, b: Route): number {
  return (
    b.path.length - a.path.length || compare(a.host, b.host) || compare(a.path, b.path) || compare(a.service.id, b.service.id)
  )
}

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1)

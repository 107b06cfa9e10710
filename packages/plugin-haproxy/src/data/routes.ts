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

/** The routes of a service; none when it is not http, or has neither domains nor a path. */
export function routesOf(service: TemplateService): readonly Route[] {
  const { domains, proxyPath: path, mode } = service
  if (mode !== 'http') return []
  if (domains.length === 0) return path === '' ? [] : [{ host: '', wildcard: false, path, service }]
  return domains.map(host => ({ host, wildcard: host.startsWith('*.'), path, service }))
}

/**
 * The order of their priority: exact hosts before wildcards before every host, wildcards of more labels first, longer paths first. The
 * first route that matches a request decides.
 */
export function compareRoutes(a: Route, b: Route): number {
  return (
    rankOf(a) - rankOf(b) ||
    b.path.length - a.path.length ||
    compare(a.host, b.host) ||
    compare(a.path, b.path) ||
    compare(a.service.id, b.service.id)
  )
}

/** Lower comes first: exact hosts 0, wildcards by their number of labels, every host last. */
function rankOf({ host, wildcard }: Route): number {
  if (host === '') return 1000
  return wildcard ? 500 - host.split('.').length : 0
}

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1)

import type { Route } from './routes.ts'

/** One path of a site. */
export type SiteRoute = Pick<Route, 'path' | 'service'>

/** Hosts that share the same routes; for proxies that choose the host first and then the path. */
export interface Site {
  readonly hosts: readonly string[]
  readonly routes: readonly SiteRoute[]
}

/**
 * The same decisions as the list of routes, by host: each host with its own routes, and those of the wildcards that cover it where its
 * own match nothing. In a site the longest path decides. Exact hosts first; the last site has no hosts and stands for all that nobody
 * claims.
 */
function toSites(routes: readonly Route[]): readonly Site[] {
  const own = new Map<string, Route[]>()
  for (const route of routes) {
    if (route.host === '') continue
    const list = own.get(route.host)
    if (list === undefined) own.set(route.host, [route])
    else list.push(route)
  }
  const sites = new Map<string, { readonly hosts: string[]; readonly routes: readonly SiteRoute[] }>()
  for (const host of own.keys()) {
    const reachable = reachableRoutes(coveringHosts(host).flatMap(name => own.get(name) ?? []))
    const key = reachable.map(({ path, service }) => `${path}\0${service.id}`).join('\0\0')
    const site = sites.get(key)
    if (site === undefined) sites.set(key, { hosts: [host], routes: reachable })
    else site.hosts.push(host)
  }
  return [...sites.values(), { hosts: [], routes: reachableRoutes(routes.filter(({ host }) => host === '')) }]
}

/** Makes sites; one that says the same as at the last time is the same object again. */
export function createSites(): (routes: readonly Route[]) => readonly Site[] {
  let last = new Map<string, Site>()
  return routes => {
    const sites = toSites(routes).map(site => {
      const before = last.get(site.hosts[0] ?? '')
      return before !== undefined && sameSite(before, site) ? before : site
    })
    last = new Map(sites.map(site => [site.hosts[0] ?? '', site]))
    return sites
  }
}

function sameSite(a: Site, b: Site): boolean {
  const sameRoute = (route: SiteRoute, index: number) =>
    route.path === b.routes[index]?.path && route.service === b.routes[index]?.service
  return (
    a.hosts.length === b.hosts.length &&
    a.routes.length === b.routes.length &&
    a.hosts.every((host, index) => host === b.hosts[index]) &&
    a.routes.every(sameRoute)
  )
}

/** The host itself, then the wildcards that cover it, the longest first. */
function coveringHosts(host: string): readonly string[] {
  const labels = (host.startsWith('*.') ? host.slice(2) : host).split('.')
  return [host, ...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`)]
}

/** Without the routes that an earlier one hides: those of the same path or below it. */
function reachableRoutes(candidates: readonly Route[]): readonly SiteRoute[] {
  const kept: SiteRoute[] = []
  for (const { path, service } of candidates) {
    if (!kept.some(earlier => earlier.path === '' || path === earlier.path || path.startsWith(`${earlier.path}/`)))
      kept.push({ path, service })
  }
  return kept
}

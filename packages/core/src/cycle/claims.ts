import { isHttp, type Service, transportOf, wantsListener } from '../service.ts'

/** What a service wants for itself alone: `listen tcp 5432`, `route shop.example.com /api`. */
export function claimsOf(service: Service): readonly string[] {
  if (service.listenPort !== 0 && wantsListener(service)) return [`listen ${transportOf(service)} ${service.listenPort}`]
  if (!isHttp(service)) return []
  if (service.domains.length > 0) return service.domains.map(domain => routeClaim(domain, service.proxyPath))
  return service.proxyPath === '' ? [] : [routeClaim('', service.proxyPath)]
}

/** The claim as a message shows it. */
export function describeClaim(claim: string): string {
  const [kind, first = '', second = ''] = claim.split(' ')
  return kind === 'listen' ? `the ${first} port ${second}` : `\`${first === '' ? 'every host' : first}${second}\``
}

/**
 * The service without what it lost. One that has lost its last route loses path and listener too: it must not become a catch-all.
 */
export function withoutClaims(service: Service, lost: ReadonlySet<string>): Service {
  if (service.listenPort !== 0 && wantsListener(service)) return Object.freeze({ ...service, listenPort: 0 })
  const domains = service.domains.filter(domain => !lost.has(routeClaim(domain, service.proxyPath)))
  if (domains.length > 0 && domains.length < service.domains.length)
    return Object.freeze({ ...service, domains: Object.freeze(domains) })
  return Object.freeze({ ...service, domains: Object.freeze([]), proxyPath: '', listenPort: 0 })
}

function routeClaim(domain: string, path: string): string {
  return `route ${domain} ${path}`
}

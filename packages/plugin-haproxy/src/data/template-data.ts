import type { Problem } from '@proxym/core'
import type { ReservedPorts } from '../lint/index.ts'
import { addressKind } from '../names/index.ts'
import { type Listener, toListeners } from './listeners.ts'
import { type Route, toRoutes } from './routes.ts'
import { type Site, toSites } from './sites.ts'
import type { TemplateService } from './template-service.ts'

/** Everything that a template can read. */
export interface TemplateData {
  /** Sorted by id. */
  readonly services: readonly TemplateService[]
  /** Host and path routing in the order of priority: the first that matches decides. */
  readonly routes: readonly Route[]
  /** The same by host, for proxies that choose the host first: exact hosts, then wildcards. */
  readonly sites: readonly Site[]
  /** Services on a port of their own, by port. */
  readonly listeners: readonly Listener[]
  /** Host names (not addresses) that services use, sorted. */
  readonly names: readonly string[]
  /** The option `vars`. */
  readonly vars: Readonly<Record<string, unknown>>
}

/** Arrange services for templates: the same services always give the same data. */
export function buildTemplateData(
  services: readonly TemplateService[],
  { reserved, vars }: { readonly reserved: ReservedPorts; readonly vars: Readonly<Record<string, unknown>> },
): { readonly data: TemplateData; readonly problems: readonly Problem[] } {
  const sorted = [...services].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const routes = toRoutes(sorted)
  const { listeners, problems } = toListeners(sorted, reserved)
  return { data: { services: sorted, routes, sites: toSites(routes), listeners, names: namesOf(sorted), vars }, problems }
}

/** The host names among the hosts, sorted, each once. */
export function namesOf(services: readonly Pick<TemplateService, 'hosts'>[]): readonly string[] {
  const names = services.flatMap(({ hosts }) => hosts.map(({ ip }) => ip).filter(ip => addressKind(ip) === 'name'))
  return [...new Set(names)].sort()
}

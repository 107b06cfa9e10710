import type { ReservedPorts } from '../lint/reserved-ports.ts'
import { difference } from './difference.ts'
import { compareListeners, type DeniedListener, grantListeners, type Listener, listenersOf } from './listeners.ts'
import { namesIn } from './names.ts'
import { compareRoutes, type Route, routesOf } from './routes.ts'
import { createSites, type Site } from './sites.ts'
import { createSortedList } from './sorted-list.ts'
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

export interface DataOptions {
  readonly reserved: ReservedPorts
  readonly vars: Readonly<Record<string, unknown>>
}

/** Arranges services for templates: the same services always give the same data. */
export type DataBuilder = (
  services: readonly TemplateService[],
  options: DataOptions,
) => { readonly data: TemplateData; readonly denied: readonly DeniedListener[] }

interface Derived {
  readonly routes: readonly Route[]
  readonly listeners: readonly Listener[]
  readonly names: readonly string[]
}

const nothing: Derived = { routes: [], listeners: [], names: [] }

/**
 * A builder that remembers what it was given last: what belongs to an unchanged service (the same object) is the same object again, and a
 * change costs what changed. `sites` and `names` are made when they are first read.
 */
export function createDataBuilder(): DataBuilder {
  const derived = new Map<TemplateService, Derived>()
  const sorted = createSortedList(compareIds)
  const routes = createSortedList(compareRoutes)
  const wanted = createSortedList(compareListeners)
  const sitesOf = createSites()
  let names: readonly string[] = []
  let last: readonly TemplateService[] = []

  const take = (services: readonly TemplateService[]): void => {
    const { gone: left, fresh } = difference(last, services)
    last = services
    const gone = left.map(service => [service, derived.get(service) ?? nothing] as const)
    for (const service of left) derived.delete(service)
    for (const service of fresh)
      derived.set(service, { routes: routesOf(service), listeners: listenersOf(service), names: namesIn([service]) })
    const added = fresh.map(service => derived.get(service) ?? nothing)
    sorted.update(new Set(left), fresh)
    routes.update(
      new Set(gone.flatMap(([, was]) => was.routes)),
      added.flatMap(is => is.routes),
    )
    wanted.update(
      new Set(gone.flatMap(([, was]) => was.listeners)),
      added.flatMap(is => is.listeners),
    )
    if (hasNames(gone.map(([, was]) => was)) || hasNames(added)) names = namesNow()
  }

  const namesNow = (): readonly string[] => {
    const now = [...new Set([...derived.values()].flatMap(is => is.names))].sort()
    const isSame = now.length === names.length && now.every((name, index) => name === names[index])
    return isSame ? names : now
  }

  return (services, { reserved, vars }) => {
    take(services)
    const { listeners, denied } = grantListeners(wanted.items(), reserved)
    const [routesNow, servicesNow] = [routes.items(), sorted.items()]
    let sites: readonly Site[] | undefined
    const data: TemplateData = {
      services: servicesNow,
      routes: routesNow,
      get sites() {
        sites ??= sitesOf(routesNow)
        return sites
      },
      listeners,
      names,
      vars,
    }
    return { data, denied }
  }
}

const hasNames = (all: readonly Derived[]) => all.some(({ names }) => names.length > 0)
const compareIds = (a: TemplateService, b: TemplateService) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

import { authority, isHttp, type Problem, type Service } from '@proxym/core'
import { catchAllMissing, pathLeftOut, weightCapped } from './errors.ts'

export interface FrontendOptions {
  readonly withoutHosts: 'identifier' | 'remove'
  readonly maxWeight: number
  readonly catchAll: string | undefined
}

/** The lists that Hipache shall find, by domain, and what they cannot say. */
export interface Frontends {
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly problems: readonly Problem[]
}

/** What one service contributes: one list under each of its domains. */
interface Contribution {
  readonly domains: readonly string[]
  readonly entries: readonly string[]
  readonly problem?: Problem
}

const nothing: Contribution = { domains: [], entries: [] }

/** Make the function that knows the lists of services. What a service gave is remembered as long as that object is used. */
export function createFrontends(options: FrontendOptions): (services: readonly Service[]) => Frontends {
  const known = new WeakMap<Service, Contribution>()
  const { catchAll } = options
  return services => {
    const lists = new Map<string, readonly string[]>()
    const problems: Problem[] = []
    let hasCatchAll = catchAll === undefined
    for (const service of services) {
      const contribution = known.get(service) ?? contributionOf(service, options)
      known.set(service, contribution)
      for (const domain of contribution.domains) lists.set(domain, contribution.entries)
      if (contribution.problem !== undefined) problems.push(contribution.problem)
      hasCatchAll ||= service.id === catchAll && isHttp(service)
    }
    if (!hasCatchAll) problems.push(catchAllMissing(catchAll ?? ''))
    return { lists, problems }
  }
}

function contributionOf(service: Service, { catchAll, withoutHosts, maxWeight }: FrontendOptions): Contribution {
  if (!isHttp(service)) return nothing
  const domains = service.id === catchAll ? [...service.domains, '*'] : service.domains
  if (domains.length === 0) return nothing
  // Hipache would send the whole domain there, and leave the path as it is.
  if (service.proxyPath !== '') return { ...nothing, problem: pathLeftOut(service) }
  const entries = [service.id, ...service.hosts.flatMap(host => repeated(host, maxWeight))]
  const isCapped = service.hosts.some(({ weight }) => weight > maxWeight)
  const isLeftOut = entries.length === 1 && withoutHosts === 'remove'
  return { domains: isLeftOut ? [] : domains, entries, ...(isCapped ? { problem: weightCapped(service, maxWeight) } : {}) }
}

function repeated({ ip, port, weight }: Service['hosts'][number], most: number): readonly string[] {
  const url = `http://${authority(ip, port)}`
  return Array.from({ length: Math.min(weight, most) }, () => url)
}

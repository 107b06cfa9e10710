import { isHttp, type Problem, type Service } from '@proxym/core'
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

/** One list per domain of each http service: its id, then the address of each host, as often as its weight. */
export function toFrontends(services: readonly Service[], options: FrontendOptions): Frontends {
  const lists = new Map<string, readonly string[]>()
  const problems: Problem[] = []
  const { catchAll, withoutHosts, maxWeight } = options
  let hasCatchAll = catchAll === undefined
  for (const service of services) {
    if (!isHttp(service)) continue
    const isCatchAll = service.id === catchAll
    hasCatchAll ||= isCatchAll
    const domains = isCatchAll ? [...service.domains, '*'] : service.domains
    if (domains.length === 0) continue
    // Hipache would send the whole domain there, and leave the path as it is.
    if (service.proxyPath !== '') {
      problems.push(pathLeftOut(service))
      continue
    }
    const entries = [service.id, ...service.hosts.flatMap(host => repeated(host, maxWeight))]
    if (service.hosts.some(({ weight }) => weight > maxWeight)) problems.push(weightCapped(service, maxWeight))
    if (entries.length === 1 && withoutHosts === 'remove') continue
    for (const domain of domains) lists.set(domain, entries)
  }
  if (!hasCatchAll) problems.push(catchAllMissing(catchAll ?? ''))
  return { lists, problems }
}

function repeated({ ip, port, weight }: Service['hosts'][number], most: number): readonly string[] {
  const url = `http://${ip.includes(':') ? `[${ip}]` : ip}:${port}`
  return Array.from({ length: Math.min(weight, most) }, () => url)
}

import type { z } from 'zod'
import type { Cycle } from '../cycle/cycle.ts'
import type { servicesAnswer } from '../http/answers.ts'

/** Which services are asked for; each narrows what the others leave. */
export interface ServiceFilter {
  /** The label of the plugin: `File`. */
  readonly source?: string | undefined
  /** One of its domains, as the service has it. */
  readonly domain?: string | undefined
}

/** The services of the newest snapshot, each with where it comes from and whether that is stale. */
export function describeServices(cycle: Cycle, { source, domain }: ServiceFilter): z.output<typeof servicesAnswer> {
  const { pipeline } = cycle
  const last = cycle.last()
  const states = new Map([...pipeline.sources.values()].map(({ tap, status }) => [tap, status()]))
  const staleKeys = new Map([...states].map(([tap, { staleKeys: keys }]) => [tap, new Set(keys)]))
  const wanted = (pipeline.snapshot()?.services ?? []).filter(
    service => (source === undefined || service.source === source) && (domain === undefined || service.domains.includes(domain)),
  )
  return {
    cycle: last?.number ?? null,
    held: (last?.held.length ?? 0) > 0,
    services: wanted.map(service => {
      const entry = pipeline.entryOf(service.id)
      // What the guard keeps has no entry any more.
      const tap = entry?.tap ?? pipeline.guard.tapOf(service.id)
      return {
        ...{ ...service, domains: [...service.domains], hosts: [...service.hosts], tap: tap?.id ?? null },
        origin: entry?.contribution.origin ?? null,
        stale:
          entry === undefined || states.get(entry.tap)?.state !== 'fresh' || staleKeys.get(entry.tap)?.has(entry.key) === true,
      }
    }),
  }
}

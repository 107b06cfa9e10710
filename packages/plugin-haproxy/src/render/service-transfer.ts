import type { TemplateService } from '../data/index.ts'

/** What makes the services that a thread knows those of now. Services are numbered by whoever sends them. */
export interface ServiceDelta {
  readonly put: readonly (readonly [number: number, service: TemplateService])[]
  readonly drop: readonly number[]
}

/** Tells one thread about services: each object once. Unchanged ones are the same objects again, on the other side too. */
export function createServiceSender(): (services: readonly TemplateService[]) => ServiceDelta {
  const sent = new Map<TemplateService, number>()
  let next = 1
  return services => {
    const now = new Set(services)
    const drop: number[] = []
    for (const [service, number] of sent) {
      if (now.has(service)) continue
      sent.delete(service)
      drop.push(number)
    }
    const put: [number, TemplateService][] = []
    for (const service of now) {
      if (sent.has(service)) continue
      sent.set(service, next)
      put.push([next++, service])
    }
    return { put, drop }
  }
}

/** The other side: every service that is known after a delta. */
export function createServiceReceiver(): (delta: ServiceDelta) => readonly TemplateService[] {
  const known = new Map<number, TemplateService>()
  return ({ put, drop }) => {
    for (const number of drop) known.delete(number)
    for (const [number, service] of put) known.set(number, service)
    return [...known.values()]
  }
}

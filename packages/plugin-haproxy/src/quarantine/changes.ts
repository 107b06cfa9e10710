import { isDeepStrictEqual } from 'node:util'
import { claimsOf, type Service, withoutClaims } from '@proxym/core'

/** Services by id, in the order of their ids. */
export type ServiceMap = ReadonlyMap<string, Service>

export function serviceMap(services: readonly Service[]): ServiceMap {
  return new Map(services.map(service => [service.id, service]))
}

/** Whether two versions of a service (undefined: there is none) say the same. */
export function sameService(a: Service | undefined, b: Service | undefined): boolean {
  return a === b || isDeepStrictEqual(a, b)
}

/** The ids of what was added, updated or removed, sorted. */
export function changedIds(base: ServiceMap, now: ServiceMap): readonly string[] {
  const ids = new Set([...base.keys(), ...now.keys()])
  return [...ids].filter(id => !sameService(base.get(id), now.get(id))).sort()
}

/**
 * The services of now with some changes undone: those keep the version they had, or are left out when they had none. An old version loses
 * what another service claims now.
 */
export function withUndone(now: ServiceMap, base: ServiceMap, undone: ReadonlySet<string>): readonly Service[] {
  const current = [...now.values()].filter(({ id }) => !undone.has(id))
  if (undone.size === 0) return current
  const claimed = new Set(current.flatMap(claimsOf))
  const kept = [...undone].flatMap(id => {
    const old = base.get(id)
    if (old === undefined) return []
    const lost = claimsOf(old).filter(claim => claimed.has(claim))
    return [lost.length === 0 ? old : withoutClaims(old, new Set(lost))]
  })
  return [...current, ...kept].sort((a, b) => (a.id < b.id ? -1 : 1))
}

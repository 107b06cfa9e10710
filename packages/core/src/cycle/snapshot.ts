import type { Snapshot } from '../hooks/contract.ts'
import type { Service } from '../service.ts'

/** The ids that differ between two snapshots. */
export interface SnapshotChanges {
  readonly added: readonly string[]
  readonly updated: readonly string[]
  readonly removed: readonly string[]
}

/** Freeze services into a snapshot sorted by id. */
export function createSnapshot(services: Iterable<Service>): Snapshot {
  return freeze([...services].sort(compareIds))
}

/** A snapshot with some services put, replaced or (with undefined) removed; the very same one when that changes nothing. */
export function changeSnapshot(before: Snapshot, changes: ReadonlyMap<string, Service | undefined>): Snapshot {
  const rest = new Map(changes)
  let isSame = true
  const services = before.services.flatMap(service => {
    const change = rest.has(service.id) ? rest.get(service.id) : service
    rest.delete(service.id)
    isSame &&= change === service
    return change ?? []
  })
  const added = [...rest.values()].filter(service => service !== undefined)
  if (isSame && added.length === 0) return before
  // Sorting costs what is out of order.
  return freeze(added.length === 0 ? services : [...services, ...added].sort(compareIds))
}

function freeze(services: Service[]): Snapshot {
  return Object.freeze({ services: Object.freeze(services) })
}

function compareIds(a: Service, b: Service): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** What changed from one snapshot to the next. Both are sorted: one pass. */
export function compareSnapshots(before: Snapshot | undefined, after: Snapshot | undefined): SnapshotChanges {
  const added: string[] = []
  const updated: string[] = []
  const removed: string[] = []
  const old = before?.services ?? []
  let i = 0
  for (const service of after?.services ?? []) {
    while (i < old.length && (old[i] as Service).id < service.id) removed.push((old[i++] as Service).id)
    const match = old[i]
    if (match?.id !== service.id) added.push(service.id)
    else {
      if (match !== service) updated.push(service.id)
      i++
    }
  }
  for (const service of old.slice(i)) removed.push(service.id)
  return { added, updated, removed }
}

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
  const services: (Service | undefined)[] = [...before.services]
  const added: Service[] = []
  let replaced = 0
  let removed = 0
  for (const [id, change] of changes) {
    const place = placeOf(before, id)
    const there = before.services[place]
    if (there?.id !== id) {
      if (change !== undefined) added.push(change)
    } else if (change !== there) {
      services[place] = change
      if (change === undefined) removed++
      else replaced++
    }
  }
  if (replaced + removed + added.length === 0) return before
  const left = removed === 0 ? (services as Service[]) : services.filter(service => service !== undefined)
  // Sorting costs what is out of order.
  return freeze(added.length === 0 ? left : [...left, ...added].sort(compareIds))
}

/** The service with this id. */
export function serviceIn(snapshot: Snapshot, id: string): Service | undefined {
  const service = snapshot.services[placeOf(snapshot, id)]
  return service?.id === id ? service : undefined
}

/** The place of the first service whose id does not come before this one. */
function placeOf({ services }: Snapshot, id: string): number {
  let [from, to] = [0, services.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((services[middle] as Service).id < id) from = middle + 1
    else to = middle
  }
  return from
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
    // Nearly all are the same object.
    if (old[i] === service) {
      i++
      continue
    }
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

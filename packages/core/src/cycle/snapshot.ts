import type { Snapshot } from '../hooks/contract.ts'
import type { Service } from '../service.ts'

/** The ids that differ between two snapshots. */
export interface SnapshotChanges {
  readonly added: readonly string[]
  readonly updated: readonly string[]
  readonly removed: readonly string[]
}

/** Freeze services into a snapshot sorted by id; the very same one as before when nothing changed. */
export function createSnapshot(services: Iterable<Service>, previous: Snapshot | undefined): Snapshot {
  const sorted = [...services].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const same =
    previous !== undefined &&
    previous.services.length === sorted.length &&
    sorted.every((service, i) => service === previous.services[i])
  return same ? previous : Object.freeze({ services: Object.freeze(sorted) })
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

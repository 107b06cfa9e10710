import type { PortEntry } from './port-entries.ts'

/** Ports of an app that make one service together. */
export interface PortGroup {
  readonly entry: PortEntry
  /** What the id of the service carries behind the port. */
  readonly suffix: string
  /** The places of its ports, which an older definition of the app has as well. */
  readonly places: ReadonlySet<string>
  /** Whether another service of the app has the same port and transport. */
  readonly isSecond: boolean
}

/**
 * Sort ports into services. Tcp and udp on one port are two services, and so is one port with two service ports; two
 * mappings to one port with the same service port are one.
 */
export function portGroups(entries: readonly PortEntry[]): readonly PortGroup[] {
  const groups: { entry: PortEntry; suffix: string; places: Set<string>; isSecond: boolean }[] = []
  for (const [place, entry] of placesOf(entries)) {
    const rivals = groups.filter(({ entry: other }) => other.key === entry.key && other.transport === entry.transport)
    const same = rivals.find(({ entry: other }) => other.servicePort === entry.servicePort)
    if (same !== undefined) same.places.add(place)
    else {
      const hasTcp = entries.some(other => other.key === entry.key && other.transport === 'tcp')
      const suffix = entry.transport === 'udp' && hasTcp ? '_udp' : ''
      const isSecond = rivals.length > 0
      groups.push({ entry, suffix: isSecond ? `${suffix}_${entry.servicePort}` : suffix, places: new Set([place]), isSecond })
    }
  }
  return groups
}

/** Each entry by its place: port, transport, and which one of those with the same. */
export function placesOf(entries: readonly PortEntry[]): ReadonlyMap<string, PortEntry> {
  const counts = new Map<string, number>()
  return new Map(
    entries.map(entry => {
      const name = `${entry.key}/${entry.transport}`
      const count = counts.get(name) ?? 0
      counts.set(name, count + 1)
      return [`${name}/${count}`, entry]
    }),
  )
}

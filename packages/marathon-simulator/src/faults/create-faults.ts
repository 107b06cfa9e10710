import type { Fault, FaultScope, Misbehaviour } from './fault.ts'

interface Entry {
  readonly fault: Fault
  readonly scope: FaultScope
  hits: number
}

/** What is set to go wrong. The fault that was set last comes first. */
export interface Faults {
  add(fault: Fault, scope?: FaultScope): Misbehaviour
  /** The fault for this request, which counts as hit. */
  take(instance: number, route: string): Fault | undefined
  clear(): void
}

export function createFaults(): Faults {
  const entries = new Set<Entry>()
  return {
    add(fault, scope = {}) {
      const entry: Entry = { fault, scope, hits: 0 }
      entries.add(entry)
      return {
        get hits() {
          return entry.hits
        },
        clear: () => void entries.delete(entry),
      }
    },
    take(instance, route) {
      const concerned = [...entries].filter(({ scope }) => concerns(scope, instance, route))
      const entry = concerned.at(-1)
      if (entry === undefined) return undefined
      entry.hits += 1
      if (entry.hits === entry.scope.times) entries.delete(entry)
      return entry.fault
    },
    clear: () => entries.clear(),
  }
}

function concerns({ route, instance }: FaultScope, ofInstance: number, ofRoute: string): boolean {
  return (route === undefined || route === ofRoute) && (instance === undefined || instance === ofInstance)
}

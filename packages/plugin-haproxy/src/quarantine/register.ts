import type { Problem, Service } from '@proxym/core'
import { type ServiceMap, sameService } from './changes.ts'

/** A change that is not made for now. */
export interface Held {
  /** The version that is held back; undefined when the service's removal is. */
  readonly version: Service | undefined
  /** When it is tried again at the latest, by the clock of the caller. */
  readonly until: number
  /** What is said about it; undefined while it is not decided. */
  readonly problem: Problem | undefined
}

/** Which changes are held back. */
export interface Register {
  /** The ids whose version of now is held back still. Mostly there are none, and nobody needs to know what there is now. */
  standing(now: () => ServiceMap, at: number): ReadonlySet<string>
  hold(id: string, held: Held): void
  /** Forget all but these, which were not made: everything else is in the file now, or gone. */
  keepOnly(ids: ReadonlySet<string>): void
  /** Let go of what is not decided. Returns its ids, in the order in which they were held. */
  release(): readonly string[]
  problems(): readonly Problem[]
}

export function createRegister(): Register {
  const entries = new Map<string, Held>()
  return {
    standing(now, at) {
      if (entries.size === 0) return new Set()
      const there = now()
      const standing = [...entries].filter(([id, held]) => at < held.until && sameService(held.version, there.get(id)))
      return new Set(standing.map(([id]) => id))
    },
    hold(id, held) {
      entries.delete(id)
      entries.set(id, held)
    },
    keepOnly(ids) {
      for (const id of [...entries.keys()]) if (!ids.has(id)) entries.delete(id)
    },
    release() {
      const undecided = [...entries].filter(([, { problem }]) => problem === undefined).map(([id]) => id)
      for (const id of undecided) entries.delete(id)
      return undecided
    },
    problems: () => [...entries.values()].flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
  }
}

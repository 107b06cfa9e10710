import type { Cycle } from '../cycle/cycle.ts'
import type { Snapshot } from '../hooks/contract.ts'

/** How much of one source reaches the generators. */
export interface Share {
  services: number
  hosts: number
}

/** Counts services and hosts by source; counted once per snapshot. */
export function createLandscape({ pipeline }: Cycle) {
  let counted: Snapshot | undefined
  let shares = new Map<string, Share>()

  return (): ReadonlyMap<string, Share> => {
    const snapshot = pipeline.snapshot()
    if (snapshot === counted) return shares
    shares = new Map([...pipeline.sources.keys()].map(tap => [tap.id, { services: 0, hosts: 0 }]))
    for (const { id, hosts } of snapshot?.services ?? []) {
      const share = shares.get(pipeline.guard.tapOf(id)?.id ?? '')
      if (share === undefined) continue
      share.services++
      share.hosts += hosts.length
    }
    counted = snapshot
    return shares
  }
}

import type { Problem } from '../problem.ts'
import type { Service } from '../service.ts'
import { claimsOf, describeClaim, withoutClaims } from './claims.ts'
import { lostClaim } from './errors.ts'

interface Claimant {
  readonly id: string
  readonly rank: number
  readonly service: Service
  readonly claims: readonly string[]
  settled: Service
  lostKey: string
}

/** Who owns each listener and route. Kept from cycle to cycle: the cost is that of the change. */
export function createSettlement() {
  const claimants = new Map<string, Claimant>()
  const byClaim = new Map<string, Claimant[]>()

  const ownerOf = (claim: string): Claimant | undefined => byClaim.get(claim)?.[0]

  const leave = (claimant: Claimant, touched: Set<string>): void => {
    for (const claim of claimant.claims) {
      const left = (byClaim.get(claim) ?? []).filter(other => other !== claimant)
      if (left.length === 0) byClaim.delete(claim)
      else byClaim.set(claim, left)
      touched.add(claim)
    }
    claimants.delete(claimant.id)
  }

  const enter = (claimant: Claimant, touched: Set<string>): void => {
    for (const claim of claimant.claims) {
      byClaim.set(claim, [...(byClaim.get(claim) ?? []), claimant].sort(compareClaimants))
      touched.add(claim)
    }
    claimants.set(claimant.id, claimant)
  }

  const settle = (claimant: Claimant): void => {
    const lost = claimant.claims.filter(claim => ownerOf(claim) !== claimant)
    const lostKey = lost.join('\n')
    // The same losses give the same object: unchanged services keep their identity.
    if (lostKey === claimant.lostKey) return
    claimant.lostKey = lostKey
    claimant.settled = lost.length === 0 ? claimant.service : withoutClaims(claimant.service, new Set(lost))
  }

  return {
    /** Put, replace or (with undefined) remove services; returns the ids whose settled service may differ. */
    apply(changes: Iterable<readonly [id: string, service: Service | undefined, rank: number]>): ReadonlySet<string> {
      const touched = new Set<string>()
      const ids = new Set<string>()
      for (const [id, service, rank] of changes) {
        const before = claimants.get(id)
        if (before !== undefined && before.service === service && before.rank === rank) continue
        ids.add(id)
        if (before !== undefined) leave(before, touched)
        if (service !== undefined) enter({ id, rank, service, claims: claimsOf(service), settled: service, lostKey: '' }, touched)
      }
      for (const claim of touched) {
        for (const claimant of byClaim.get(claim) ?? []) {
          settle(claimant)
          ids.add(claimant.id)
        }
      }
      return ids
    },
    service: (id: string): Service | undefined => claimants.get(id)?.settled,
    losses(id: string): readonly Problem[] {
      const claimant = claimants.get(id)
      if (claimant === undefined || claimant.lostKey === '') return []
      return claimant.lostKey.split('\n').map(claim => lostClaim(id, describeClaim(claim), ownerOf(claim)?.id ?? ''))
    },
  }
}

function compareClaimants(a: Claimant, b: Claimant): number {
  return a.rank !== b.rank ? a.rank - b.rank : a.id < b.id ? -1 : 1
}

import type { Snapshot } from '../hooks/contract.ts'
import type { Logger } from '../log/logger.ts'
import type { CycleResult } from './cycle-result.ts'
import { describeChanges } from './describe-changes.ts'

/** Say what changed once every generator has it; changes that were overtaken are summed up. */
export function createApplyLog(log: Logger) {
  let logged: Snapshot | undefined
  let startedAt = 0
  let reasons: readonly string[] = []
  let cycle = 0
  let open = false
  let changedAt: number | undefined

  return {
    /** When every generator had what last changed, epoch milliseconds. */
    changedAt: (): number | undefined => changedAt,
    started(snapshot: Snapshot, result: CycleResult): void {
      if (snapshot === logged) return
      if (!open) startedAt = performance.now() - result.ms
      reasons = open ? [...new Set([...reasons, ...result.reasons])] : result.reasons
      cycle = result.number
      open = true
    },
    applied(snapshot: Snapshot | undefined): void {
      if (!open || snapshot === undefined || snapshot === logged) return
      open = false
      changedAt = Date.now()
      const hosts = snapshot.services.reduce((sum, service) => sum + service.hosts.length, 0)
      log.info('Applied', {
        outcome: 'applied',
        cycle,
        services: snapshot.services.length,
        hosts,
        changes: describeChanges(logged, snapshot),
        reasons: reasons.slice(0, 5).join(', '),
        ms: Math.round(performance.now() - startedAt),
      })
      logged = snapshot
    },
  }
}

import type { ProcessFacts } from './show-info.ts'
import type { ProcessList, Worker } from './show-proc.ts'

/** What HAProxy's answers mean for the reload that was asked for. */
export type Verdict = 'loaded' | 'failed' | 'waiting'

/**
 * Compare the master's answers from before and after the reload command. The exit code of that command proves nothing: `kill -USR2` of a
 * master with a garbage file gives 0, the old worker goes on, and only `failed: 1` tells.
 */
export function judgeMaster(before: ProcessList | undefined, now: ProcessList): Verdict {
  const failed = now.failed ?? 0
  if (before === undefined) return now.workers.length > 0 && failed === 0 ? 'loaded' : 'waiting'
  if (now.masterPid === before.masterPid && failed > (before.failed ?? 0)) return 'failed'
  // While a worker of before still serves, the new configuration does not count as loaded.
  const fresh = now.workers.length > 0 && !now.workers.some(worker => before.workers.some(old => isSame(old, worker)))
  return fresh && failed === 0 ? 'loaded' : 'waiting'
}

/** Compare the answers of the stats socket from before and after: another process must answer. */
export function judgeProcess(before: ProcessFacts | undefined, now: ProcessFacts): Verdict {
  if (now.stopping) return 'waiting'
  return before === undefined || !isSame(before, now) ? 'loaded' : 'waiting'
}

/** Containers give the same pid again after a restart; the time that a process is up only grows. */
function isSame(old: Worker, now: Worker): boolean {
  return old.pid === now.pid && (now.uptimeSeconds ?? 0) >= (old.uptimeSeconds ?? 0)
}

import type { Condition, Settings } from '@proxym/core'
import type { Io } from '../io.ts'

// For the work of a cycle itself: 50,000 services that are all new take seconds on a slow machine.
const WORK_MS = 60_000

/** How often WATCHDOG=1 is due: half of what the unit allows; undefined when it asks for none, or not this process. */
export function watchdogIntervalMs({ env, pid }: Pick<Io, 'env' | 'pid'>): number | undefined {
  const microseconds = Number(env['WATCHDOG_USEC'])
  const isOurs = env['WATCHDOG_PID'] === undefined || env['WATCHDOG_PID'] === String(pid)
  return isOurs && microseconds > 0 && Number.isFinite(microseconds) ? microseconds / 2000 : undefined
}

/**
 * Whether cycles end as they must: the resync begins one regularly, and none waits for sources and annotators longer than its
 * patience. Generators and slow sources do not count: no cycle waits for them.
 */
export function isTurning({ sinceCycleMs }: Condition, { resyncMs, maxWaitMs, patienceMs }: Settings): boolean {
  return sinceCycleMs <= resyncMs * 1.2 + maxWaitMs + 2 * patienceMs + WORK_MS
}

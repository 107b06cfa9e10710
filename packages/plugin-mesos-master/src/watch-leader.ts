import { setTimeout as sleep } from 'node:timers/promises'
import { authority, type Logger, type Refresh } from '@proxym/core'
import type { HostPort } from './address.ts'
import type { Leader } from './leader.ts'

interface WatchLeader {
  readonly leader: Pick<Leader, 'poll'>
  readonly intervalMs: number
  readonly refresh: Refresh
  readonly signal: AbortSignal
  readonly logger: Pick<Logger, 'info'>
  /** @default a timer */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/**
 * Ask for a refresh whenever another master leads, until the signal aborts. While no master answers it throws, so that it is
 * started again with back-off.
 */
export async function watchLeader({ leader, intervalMs, refresh, signal, logger, pause = wait }: WatchLeader): Promise<void> {
  while (!signal.aborted) {
    const { before, now, isFirst } = await leader.poll()
    if (isFirst || show(before) !== show(now)) {
      logger.info('The leading Mesos master', { leader: show(now), before: show(before) })
      refresh(now === undefined ? 'no Mesos master leads' : `\`${show(now)}\` leads the Mesos masters`)
    }
    await pause(intervalMs, signal)
  }
}

const wait = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal })

function show(leader: HostPort | undefined): string {
  if (leader === undefined) return 'none'
  return authority(leader.host, leader.port)
}

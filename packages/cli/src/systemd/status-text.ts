import type { Condition } from '@proxym/core'

const LONGEST = 300

/** One line for `systemctl status`: `128 services, in sync, last change 14:02:48`. */
export function statusText(condition: Condition, isOldConfiguration = false): string {
  const parts = [...describe(condition), ...(isOldConfiguration ? ['the configuration was not read again'] : [])]
  const line = parts.join(', ').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

function describe({ started, services, held, stale, outputs, changedAt }: Condition): readonly string[] {
  if (!started) return ['starting']
  const [why] = held
  if (why !== undefined) return [`held: ${why}${more(held.length - 1)}`]
  const bad = outputs.filter(({ problem, state }) => problem !== undefined || state === 'overdue')
  return [
    `${services} ${services === 1 ? 'service' : 'services'}`,
    bad[0] === undefined
      ? syncOf(outputs)
      : `${bad[0].name} is failing: ${bad[0].problem ?? 'still busy'}${more(bad.length - 1)}`,
    ...(stale.length === 0 ? [] : [`stale: ${stale.join(' ')}`]),
    ...(changedAt === undefined ? [] : [`last change ${clock(new Date(changedAt))}`]),
  ]
}

function syncOf(outputs: Condition['outputs']): string {
  return outputs.every(({ state }) => state === 'in sync') ? 'in sync' : 'applying'
}

function more(count: number): string {
  return count > 0 ? ` (and ${count} more)` : ''
}

function clock(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(part => String(part).padStart(2, '0')).join(':')
}

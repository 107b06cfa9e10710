import type { Snapshot } from '../hooks/contract.ts'
import type { Service } from '../service.ts'
import { compareSnapshots, serviceIn } from './snapshot.ts'

const MOST = 5

/** What changed, in one short line: `+pay ~shop hosts 4→6 -cart`, at most five services. */
export function describeChanges(before: Snapshot | undefined, after: Snapshot): string {
  const { added, updated, removed } = compareSnapshots(before, after)
  if (before === undefined) return `+${added.length}`
  const items = [
    ...added.map(id => `+${id}`),
    ...removed.map(id => `-${id}`),
    ...updated.map(id => `~${id}${describeHosts(serviceIn(before, id), serviceIn(after, id))}`),
  ]
  return items.length > MOST ? `${items.slice(0, MOST).join(' ')} and ${items.length - MOST} more` : items.join(' ')
}

function describeHosts(before: Service | undefined, after: Service | undefined): string {
  const [from, to] = [before?.hosts.length ?? 0, after?.hosts.length ?? 0]
  return from === to ? '' : ` hosts ${from}→${to}`
}

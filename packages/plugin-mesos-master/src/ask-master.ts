import type { HostPort } from './address.ts'
import type { Client } from './client.ts'
import { unusable } from './errors.ts'
import { limits } from './limits.ts'
import type { Resolve } from './names.ts'
import { readMembers } from './read-members.ts'
import { type Reading, readRedirect, readState } from './read-reply.ts'

/** The leader's address, or that there is no leader. */
export type Answer = HostPort | 'nobody'

export interface Asking {
  readonly client: Client
  readonly resolve: Resolve
  /** Masters of Mesos 1.0 or newer, whose `/redirect` never names a master that does not lead. */
  readonly modern: Set<string>
  /** The leader's address so far: kept while its name still has it. */
  readonly known: HostPort | undefined
}

const redirects = ['/master/redirect', '/redirect']
const states = ['/master/state', '/master/state.json']

/**
 * Ask one master who leads: `/redirect`, which costs neither side anything; where there is none, the first bytes of its state.
 *
 * @throws Error when nothing that it answers can be used, with every reason
 */
export async function askMaster(master: string, asking: Asking, signal: AbortSignal): Promise<Answer> {
  const reasons: string[] = []
  for (const path of [...redirects, ...states]) {
    const url = master + path
    const isRedirect = redirects.includes(path)
    const reading: Reading = await asking.client.get(url, signal, reply =>
      isRedirect ? readRedirect(reply) : readState(reply, new URL(url).pathname),
    )
    if ('reason' in reading) {
      reasons.push(`${path} ${reading.reason}`)
      continue
    }
    if (reading.leader === 'nobody') {
      asking.modern.add(master)
      return 'nobody'
    }
    const address = await locate(reading.leader, asking, signal)
    if (address === undefined) reasons.push(`${path} ${unusable.name(reading.leader.host)}`)
    else return isRedirect && (await leadsNobody(master, address, asking, signal)) ? 'nobody' : address
  }
  throw new Error([...new Set(reasons)].join('; '))
}

async function locate({ host, port }: HostPort, { resolve, known }: Asking, signal: AbortSignal): Promise<HostPort | undefined> {
  const addresses = await resolve(host, signal)
  signal.throwIfAborted()
  const ip = known !== undefined && addresses.includes(known.host) ? known.host : addresses[0]
  return ip === undefined ? undefined : { host: ip, port }
}

// Before Mesos 1.0 a master that knows no leader names itself, as the leader does.
async function leadsNobody(master: string, leader: HostPort, asking: Asking, signal: AbortSignal): Promise<boolean> {
  const { client, resolve, modern } = asking
  if (modern.has(master)) return false
  const { hostname, port, protocol } = new URL(master)
  if (Number(port || (protocol === 'https:' ? 443 : 80)) !== leader.port) return false
  if (!(await resolve(hostname.replace(/^\[|\]$/g, ''), signal)).includes(leader.host)) return false
  const read = (path: string, name: string): Promise<string | number | undefined> =>
    client.get(master + path, signal, async ({ status, chunks }) =>
      status === 200 ? (await readMembers(chunks, [name], name, limits.documentBytes)).found.get(name) : undefined,
    )
  const version = await read('/version', 'version')
  if (/^[1-9]/.test(String(version))) {
    modern.add(master)
    return false
  }
  return (await read('/metrics/snapshot', 'master/elected')) === 0
}

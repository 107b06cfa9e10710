import { type HostPort, parseLocation, parsePathLocation, parsePid } from './address.ts'
import type { Reply } from './client.ts'
import { unusable } from './errors.ts'
import { limits } from './limits.ts'
import { readMembers } from './read-members.ts'

/** What a master knows: who leads, that nobody does, or nothing that can be used, for this reason. */
export type Reading = { readonly leader: HostPort } | { readonly leader: 'nobody' } | { readonly reason: string }

/** Read the reply to `/redirect`: 307 names the leader, 503 says that there is none. */
export async function readRedirect({ status, location, chunks }: Reply): Promise<Reading> {
  // Only this status comes from Mesos; a login page or another scheme is another one.
  if (status === 307) {
    const leader = location === undefined ? undefined : parseLocation(location)
    return leader === undefined ? { reason: unusable.location(location) } : { leader }
  }
  return status === 503 ? readUnavailable(chunks) : { reason: unusable.status(status) }
}

/** Read the reply to `/master/state`, and of a document no more than it takes to find the leader. */
export async function readState({ status, location, chunks }: Reply, path: string): Promise<Reading> {
  if (status === 307) {
    const leader = location === undefined ? undefined : parsePathLocation(location, path)
    return leader === undefined ? { reason: unusable.location(location) } : { leader }
  }
  if (status === 503) return readUnavailable(chunks)
  if (status !== 200) return { reason: unusable.status(status) }
  const { found, complete } = await readMembers(chunks, ['leader', 'pid'], 'leader', limits.documentBytes)
  const pid = found.get('leader')
  if (pid !== undefined) {
    const leader = parsePid(String(pid))
    return leader === undefined ? { reason: unusable.pid(String(pid)) } : { leader }
  }
  // Any other object lacks a leader too: this one is a master's state when it names that master.
  return complete && found.has('pid') ? { leader: 'nobody' } : { reason: unusable.state }
}

// A proxy before the masters has the same status for "no master is up", and a page of its own.
async function readUnavailable(chunks: AsyncIterable<Uint8Array>): Promise<Reading> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > limits.textBytes) break
  }
  return text.trim() === '' || /no leader/i.test(text) ? { leader: 'nobody' } : { reason: unusable.status(503) }
}

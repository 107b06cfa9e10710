import { lookup as systemLookup } from 'node:dns/promises'
import { messageOf, type Problem } from '@proxym/core'
import { addressKind } from '../names/index.ts'
import { lookupTimeout, unresolvedName } from './errors.ts'
import { namesIn } from './names.ts'
import type { TemplateService } from './template-service.ts'

/** The addresses of a host name; rejects when it does not resolve. */
export type Lookup = (name: string) => Promise<readonly string[]>

/** As the system does it: hosts file, then DNS. */
const lookupBySystem: Lookup = async name => (await systemLookup(name, { all: true })).map(({ address }) => address)

interface WithAddresses {
  readonly service: TemplateService
  readonly problems: readonly Problem[]
}

type Resolved = { readonly addresses: readonly string[] } | { readonly reason: string }

/**
 * Replace host names by the addresses that they have now, for proxies that refuse a whole file because of one name. A name that does
 * not resolve keeps the addresses it had; one that never did is left out with the reason.
 */
export function createNameResolver(lookup: Lookup = lookupBySystem, timeoutMs = 5000) {
  const known = new Map<string, readonly string[]>()
  const replaced = new WeakMap<TemplateService, { readonly by: string; readonly result: WithAddresses }>()

  /** The same addresses give the same object, so that nothing is rendered anew. */
  const withAddresses = (service: TemplateService, resolved: ReadonlyMap<string, Resolved>): WithAddresses => {
    const names = namesIn([service])
    if (names.length === 0) return { service, problems: [] }
    const by = JSON.stringify(names.map(name => resolved.get(name)))
    const before = replaced.get(service)
    if (before?.by === by) return before.result
    const result = replaceNames(service, resolved)
    replaced.set(service, { by, result })
    return result
  }

  const resolveName = async (name: string, timeout: Promise<never>): Promise<Resolved> => {
    const asked = lookup(name).then(addresses => {
      if (addresses.length === 0) throw new Error('no address')
      const sorted = addresses.filter(address => addressKind(address) !== 'name').sort()
      // Also when it comes too late for this rendering: the next one finds it.
      known.set(name, sorted)
      return sorted
    })
    try {
      return { addresses: await Promise.race([asked, timeout]) }
    } catch (error) {
      asked.catch(() => undefined)
      const addresses = known.get(name)
      return addresses === undefined ? { reason: messageOf(error) } : { addresses }
    }
  }

  return async (
    services: readonly TemplateService[],
  ): Promise<{ readonly services: readonly TemplateService[]; readonly problems: readonly Problem[] }> => {
    const names = namesIn(services)
    if (names.length === 0) return { services, problems: [] }
    const deadline = rejectAfter(timeoutMs)
    try {
      const answers = await Promise.all(names.map(async name => [name, await resolveName(name, deadline.promise)] as const))
      const resolved = new Map(answers)
      for (const name of known.keys()) if (!resolved.has(name)) known.delete(name)
      const results = services.map(service => withAddresses(service, resolved))
      return { services: results.map(({ service }) => service), problems: results.flatMap(({ problems }) => problems) }
    } finally {
      deadline.stop()
    }
  }
}

function replaceNames(service: TemplateService, resolved: ReadonlyMap<string, Resolved>): WithAddresses {
  const problems: Problem[] = []
  const taken = new Set<string>()
  const hosts = service.hosts.flatMap(host => {
    const answer = resolved.get(host.ip) ?? { addresses: [host.ip] }
    if ('reason' in answer) problems.push(unresolvedName(service, host.ip, answer.reason))
    const addresses = 'reason' in answer ? [] : answer.addresses
    return addresses
      .map(ip => ({ ...host, ip }))
      .filter(({ ip, port }) => !taken.has(`${ip} ${port}`) && taken.add(`${ip} ${port}`))
  })
  return { service: { ...service, hosts }, problems }
}

function rejectAfter(timeoutMs: number) {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => undefined)
  const timer = setTimeout(() => reject(new Error(lookupTimeout(timeoutMs))), timeoutMs)
  return { promise, stop: () => clearTimeout(timer) }
}

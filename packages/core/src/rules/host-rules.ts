import type { Host, JsonValue } from '../service.ts'
import { parseAddress } from './address.ts'
import { parseInteger } from './numbers.ts'
import { heaviest } from './patterns.ts'
import { RuleError, shown } from './rule-error.ts'

const NO_METADATA = Object.freeze({})
const KEYS = new Set(['ip', 'port', 'weight', 'metadata'])

/**
 * The hosts of a service, sorted by address and port, each address and port once (the heavier one counts).
 *
 * @throws RuleError for the first host that breaks a rule
 */
export function parseHosts(value: JsonValue, path: string): readonly Host[] {
  if (!Array.isArray(value)) throw new RuleError(path, `must be a list, got ${shown(value)}`)
  const hosts = value.map((item: JsonValue, index) => parseHost(item, `${path}[${index}]`)).sort(compareHosts)
  return Object.freeze(hosts.filter((host, index) => !sameAddress(host, hosts[index - 1])))
}

function parseHost(value: JsonValue, path: string): Host {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RuleError(path, `must be { ip, port }, got ${shown(value)}`)
  const given = value as Readonly<Record<string, JsonValue>>
  for (const key of Object.keys(given)) {
    if (!KEYS.has(key)) throw new RuleError(`${path}.${key}`, 'is not known; a host has ip, port, weight, metadata')
  }
  return Object.freeze({
    ip: parseAddress(given['ip'], `${path}.ip`),
    port: parseInteger(given['port'], `${path}.port`, 1, 65535),
    weight: given['weight'] === undefined ? 1 : parseInteger(given['weight'], `${path}.weight`, 0, heaviest),
    metadata: given['metadata'] === undefined ? NO_METADATA : parseMetadata(given['metadata'], `${path}.metadata`),
  })
}

/** A record of JSON values. @throws RuleError */
export function parseMetadata(value: JsonValue, path: string): Readonly<Record<string, JsonValue>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RuleError(path, `must be an object, got ${shown(value)}`)
  return value as Readonly<Record<string, JsonValue>>
}

function sameAddress(host: Host, previous: Host | undefined): boolean {
  return previous !== undefined && host.ip === previous.ip && host.port === previous.port
}

function compareHosts(a: Host, b: Host): number {
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1
  if (a.port !== b.port) return a.port - b.port
  if (a.weight !== b.weight) return b.weight - a.weight
  const [left, right] = [JSON.stringify(a.metadata), JSON.stringify(b.metadata)]
  return left === right ? 0 : left < right ? -1 : 1
}

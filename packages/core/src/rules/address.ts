import { isIPv4, isIPv6 } from 'node:net'
import { RuleError, shown } from './rule-error.ts'

const HOST_NAME = /^(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/

// Resolvers read such names as addresses: 1.2.3, 0x7f.1.
const NUMERIC_END = /(?:^|\.)(?:0x[0-9a-f]*|\d+)$/

/**
 * An address that receives traffic: IPv4, IPv6 in its canonical form without brackets, or a host name in lower case.
 *
 * @throws RuleError for anything else; HAProxy would read `unix@…`, `fd@…` or `1.2.3` as an address of another kind
 */
export function parseAddress(value: unknown, path: string): string {
  if (typeof value !== 'string' || value.length > 253)
    throw new RuleError(path, `must be an IP address or a host name, got ${shown(value)}`)
  if (isIPv4(value)) return value
  if (isIPv6(value) && /^[0-9a-fA-F:.]+$/.test(value)) return new URL(`http://[${value}]`).hostname.slice(1, -1)
  const name = value.toLowerCase()
  if (!HOST_NAME.test(name) || NUMERIC_END.test(name)) {
    const hint = value.startsWith('[') ? ' (write IPv6 without brackets)' : ''
    throw new RuleError(path, `must be an IP address or a host name${hint}, got ${shown(value)}`)
  }
  return name
}

/** Whether a text can be the address of a host. A source that leaves one bad address out keeps the service of the others. */
export function isAddress(text: string): boolean {
  try {
    return parseAddress(text, 'ip') !== ''
  } catch {
    return false
  }
}

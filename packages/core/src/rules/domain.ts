import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { RuleError, shown } from './rule-error.ts'

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/
// URL parsing cuts silently at \ / ? #, so ASCII is checked before anything is converted.
const ASCII_OUTSIDE = /[^a-z0-9.*\u0080-\u{10ffff}-]/u

/**
 * A host name to route by, in lower case, without a final dot, non-ASCII labels in punycode; a leading `*.` is a wildcard.
 *
 * @throws RuleError when it is not a host name of two labels or more (RFC 1123), or an address
 */
export function parseDomain(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new RuleError(path, `must be a host name, got ${shown(value)}`)
  if (value.length > 254) throw new RuleError(path, `is not a host name: longer than 253 characters, got ${shown(value)}`)
  const lower = value.toLowerCase()
  const name = lower.endsWith('.') ? lower.slice(0, -1) : lower
  const odd = ASCII_OUTSIDE.exec(name)
  if (odd !== null) throw new RuleError(path, `is not a host name: ${shown(odd[0])} is not allowed, got ${shown(value)}`)
  const wildcard = name.startsWith('*.') ? '*.' : ''
  const rest = toAscii(name.slice(wildcard.length))
  const labels = rest.split('.')
  if (
    labels.length < 2 ||
    rest.length > 253 ||
    !labels.every(label => LABEL.test(label)) ||
    isIP(rest) !== 0 ||
    /^\d+$/.test(labels.at(-1) ?? '')
  ) {
    throw new RuleError(path, `is not a host name such as "shop.example.com" or "*.example.com", got ${shown(value)}`)
  }
  return wildcard + rest
}

function toAscii(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range
  return /^[\u0000-\u007f]*$/.test(name) ? name : domainToASCII(name)
}

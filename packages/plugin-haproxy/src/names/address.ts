import { isIPv4, isIPv6 } from 'node:net'
import { notAnAddress, notAPort } from './errors.ts'
import { isHostName } from './label.ts'

/** What stands in the `ip` of a host. */
export type AddressKind = 'v4' | 'v6' | 'name'

/**
 * What kind of address it is.
 *
 * @throws RefusedValue for everything else: zones, sockets (`unix@…`), variables, lists
 */
export function addressKind(ip: unknown): AddressKind {
  if (typeof ip !== 'string' || ip.length > 253) throw notAnAddress(ip)
  if (isIPv4(ip)) return 'v4'
  if (/^[0-9a-f:.]+$/i.test(ip) && isIPv6(ip)) return 'v6'
  // nginx reads `unix:80` as the path of a socket.
  if (isHostName(ip) && ip.toLowerCase() !== 'unix') return 'name'
  throw notAnAddress(ip)
}

/** The port as text. @throws RefusedValue */
export function portText(port: unknown): string {
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) throw notAPort(port)
  return String(port)
}

/**
 * The filter `address`: `10.0.0.1:80`, `[::1]:80`, `app.example.com:80`.
 *
 * @throws RefusedValue
 */
export function address(host: { readonly ip: string; readonly port: number }): string {
  const kind = addressKind(host.ip)
  return `${kind === 'v6' ? `[${host.ip}]` : host.ip}:${portText(host.port)}`
}

import { isIPv6 } from 'node:net'
import { addressKind, portText } from './address.ts'

/**
 * The filter `server_name`: `s-<address>-<port>` with `:` as `-`. Different for every address and port, so that the same name always
 * means the same server, also across reloads.
 *
 * @throws RefusedValue
 */
export function serverName(host: { readonly ip: string; readonly port: number }): string {
  const { ip } = host
  const kind = addressKind(ip)
  const port = portText(host.port)
  // The host name `1--2` would get the name of the address 1::2. No other name has a colon.
  if (kind === 'name' && isIPv6(ip.replaceAll('-', ':'))) return `s-${ip}:${port}`
  return `s-${ip.replaceAll(':', '-')}-${port}`
}

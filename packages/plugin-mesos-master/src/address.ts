import { isIPv4, isIPv6 } from 'node:net'

/** Where a master listens, as another master calls it. */
export interface HostPort {
  /** IPv4, IPv6 without brackets, or a host name. */
  readonly host: string
  readonly port: number
}

const HOST_NAME = /^(?=.{1,253}$)(?![0-9.]+$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/i
const DEFAULT_PORT = 5050

/** `host:port`. The port stands after the last colon, because libprocess writes IPv6 without brackets; they are taken as well. */
export function parseHostPort(text: string): HostPort | undefined {
  const [, given = '', digits = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? []
  const host = parseHost(given)
  const port = Number(digits)
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port }
}

/** The process id of a master in libprocess: `master@10.0.0.1:5050`. */
export function parsePid(pid: string): HostPort | undefined {
  const [, address] = /^[^@]{1,200}@([^@]+)$/.exec(pid) ?? []
  return address === undefined ? undefined : parseHostPort(address)
}

/** The `Location` that `/redirect` answers with: `//host:port`, without a path. @default port 5050 */
export function parseLocation(location: string): HostPort | undefined {
  const [, authority] = /^(?:https?:)?\/\/([^/?#@]+)\/?$/i.exec(location) ?? []
  return authority === undefined ? undefined : parseAuthority(authority)
}

/** The `Location` of any other path, which keeps that path: `//host:port/master/state`. */
export function parsePathLocation(location: string, path: string): HostPort | undefined {
  // With a scheme before it, it is a proxy that wants to be asked in another way.
  const [, authority, rest] = /^\/\/([^/?#@]+)(\/.*)$/.exec(location) ?? []
  return authority === undefined || rest !== path ? undefined : parseAuthority(authority)
}

function parseAuthority(authority: string): HostPort | undefined {
  const withPort = parseHostPort(authority)
  if (withPort !== undefined) return withPort
  const host = parseHost(authority)
  return host === undefined ? undefined : { host, port: DEFAULT_PORT }
}

function parseHost(text: string): string | undefined {
  const bare = /^\[(.*)\]$/.exec(text)?.[1]
  if (bare !== undefined) return isPlainIPv6(bare) ? bare : undefined
  return isIPv4(text) || isPlainIPv6(text) || HOST_NAME.test(text) ? text.toLowerCase() : undefined
}

// A zone (`%eth0`) means something on the other machine only.
function isPlainIPv6(text: string): boolean {
  return isIPv6(text) && !text.includes('%')
}

import { isIP, isIPv6 } from 'node:net'

/** Where the HTTP server listens. */
export interface ListenAddress {
  /** Without brackets. Empty: every address of the machine, as Node chooses. */
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
}

export const defaultListenAddress: ListenAddress = { host: '127.0.0.1', port: 5678 }

const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i

/** Reads `host:port`, `:port` or `[::1]:port`; undefined for anything else. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text.trim())
  if (match === null) return undefined
  const [, bracketed, plain = '', digits] = match
  const port = Number(digits)
  if (port > 65_535) return undefined
  if (bracketed !== undefined) return isIPv6(bracketed) ? { host: bracketed, port } : undefined
  if (plain === '' || isIP(plain) !== 0) return { host: plain, port }
  // Digits and dots that are no address are a mistyped address, not a name.
  return hostName.test(plain) && !/^[\d.]+$/.test(plain) ? { host: plain, port } : undefined
}

/** Whether only this machine can reach the address. */
export function isLoopback(address: string): boolean {
  // The whole address: `127.evil.example` is a name that somebody else can point anywhere.
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address)
}

/** The name in a Host header or an authority: lower case, without port, brackets and final dot; undefined when it is none. */
export function hostName(authority: string): string | undefined {
  if (authority === '' || /[/@?#\\\s]/.test(authority)) return undefined
  const url = URL.parse(`http://${authority}`)
  return url?.hostname.replace(/^\[|\]$|\.$/g, '')
}

/** Whether it is a name by which somebody can ask, and nothing else. */
export function isHostName(text: string): boolean {
  return !/:\d*$/.test(text) && hostName(text) !== undefined
}

/** A host with its port as it stands in a URL: `10.0.0.1:80`, `[::1]:80`. */
export const authority = (host: string, port: number): string => `${inUrl(host)}:${port}`

/** An address as it stands in a URL. */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host)

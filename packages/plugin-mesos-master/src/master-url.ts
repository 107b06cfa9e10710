import { authority } from '@proxym/core'
import { parseHostPort } from './address.ts'

/** Whether an option names a master: `host:port`, or an http(s) URL without user, query and fragment. */
export function isMasterUrl(text: string): boolean {
  const url = urlOf(text)
  if (url === undefined) return false
  const { username, password, search, hash, protocol } = url
  return /^https?:$/.test(protocol) && [username, password, search, hash].every(part => part === '')
}

/** The master's URL without a final slash; `http` where no scheme is given. */
export function masterUrl(text: string): string {
  const { origin, pathname } = urlOf(text) ?? new URL(text)
  return `${origin}${pathname}`.replace(/\/+$/, '')
}

function urlOf(text: string): URL | undefined {
  const trimmed = text.trim()
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return URL.parse(trimmed) ?? undefined
  const [place = '', ...path] = trimmed.split('/')
  const address = parseHostPort(place)
  if (address === undefined) return undefined
  return URL.parse(`http://${authority(address.host, address.port)}/${path.join('/')}`) ?? undefined
}

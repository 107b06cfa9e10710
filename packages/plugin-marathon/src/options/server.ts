import { z } from 'zod'
import { optionTexts } from './errors.ts'

/** One Marathon that may be asked. */
export interface Server {
  /** `http://m1:8080/prefix`: no user, no final slash. The only form that messages show. */
  readonly url: string
  readonly origin: string
  /** The path before `/v2`, without a final slash; mostly empty. */
  readonly prefix: string
  /** `Authorization` from the user and password in its URL. */
  readonly authorization: string | undefined
}

/** Reads `host:port` or an http(s) URL with or without a path prefix; undefined for anything else. */
export function parseServer(text: string): Server | undefined {
  const given = text.trim()
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(given)
  if (!hasScheme && !/^(\[[^\]]+\]|[^\s/:@?#]+):\d{1,5}(\/|$)/.test(given)) return undefined
  const url = URL.parse(hasScheme ? given : `http://${given}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') return undefined
  const prefix = url.pathname.replace(/\/+$/, '')
  return { url: url.origin + prefix, origin: url.origin, prefix, authorization: authorizationOf(url) }
}

function authorizationOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  try {
    return basicAuthorization(decodeURIComponent(username), decodeURIComponent(password))
  } catch {
    // A `%` that begins no escape is meant as it is.
    return basicAuthorization(username, password)
  }
}

/** The header that names a user and password. */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** One server as configurations write it. */
export const serverOption = z.string({ error: optionTexts.server }).transform((text, context) => {
  const server = parseServer(text)
  if (server !== undefined) return server
  context.addIssue({ code: 'custom', message: optionTexts.server })
  return z.NEVER
})

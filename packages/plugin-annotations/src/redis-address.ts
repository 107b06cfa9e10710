/** The address as a URL; undefined when it is none of Redis. */
function urlOf(text: string): URL | undefined {
  const trimmed = text.trim()
  const url = URL.parse(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `redis://${trimmed}`)
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '' || url.port === '0') return undefined
  return /^\/?\d{0,5}$/.test(url.pathname) && url.search === '' && url.hash === '' ? url : undefined
}

/** Whether this is `host:port`, or a `redis://` or `rediss://` URL. */
export const isRedisAddress = (text: string): boolean => urlOf(text) !== undefined

/** What to connect to, and what to call it in messages: without user and password. */
export function redisUrls(text: string): { readonly url: string; readonly shown: string } {
  const url = urlOf(text)
  if (url === undefined) return { url: text, shown: 'redis' }
  return { url: url.href, shown: `${url.protocol}//${url.host}${url.pathname}` }
}

/** What is asked for: a service by its id, or requests for a host and a path. */
export interface Question {
  readonly id: string
  /** In lower case, without port and final dot. */
  readonly host: string
  /** With a leading slash and none at the end; empty for all paths. */
  readonly path: string
}

/** Read what somebody typed or copied: an id, a domain, a domain with a path, a URL. */
export function parseQuestion(text: string): Question {
  const id = text.trim()
  const [address = ''] = id.replace(/^https?:\/\//i, '').split(/[?#]/)
  const slash = address.indexOf('/')
  const host = slash === -1 ? address : address.slice(0, slash)
  const path = slash === -1 ? '' : address.slice(slash).replace(/\/+$/, '')
  return { id, host: host.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase(), path }
}

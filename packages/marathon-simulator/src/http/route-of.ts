/** The routes, by the names that traffic is counted under and faults are set for. */
export type Route =
  | '/v2/apps'
  | '/v2/apps/:id'
  | '/v2/apps/:id/tasks'
  | '/v2/apps/:id/versions'
  | '/v2/apps/:id/versions/:version'
  | '/v2/tasks'
  | '/v2/events'
  | '/v2/eventSubscriptions'
  | '/v2/leader'
  | '/v2/info'
  | '/v2/pods'
  | '/v2/pods/::status'
  | '/ping'
  | 'other'

export interface Matched {
  readonly route: Route
  /** With its leading slash; empty on routes without one. */
  readonly appId: string
  readonly version: string
}

const fixed: readonly Route[] = [
  '/v2/apps',
  '/v2/tasks',
  '/v2/events',
  '/v2/eventSubscriptions',
  '/v2/leader',
  '/v2/info',
  '/v2/pods',
  '/v2/pods/::status',
  '/ping',
]

/** Which route a path belongs to. */
export function routeOf(path: string): Matched {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  const exact = fixed.find(route => route === trimmed)
  if (exact !== undefined) return { route: exact, appId: '', version: '' }
  const [, rest] = /^\/v2\/apps\/+(.+)$/.exec(trimmed) ?? []
  if (rest === undefined) return { route: 'other', appId: '', version: '' }
  const [, id = rest, suffix, version = ''] = /^(.+?)\/(tasks|versions)(?:\/([^/]+))?$/.exec(rest) ?? []
  const appId = `/${decoded(id)}`
  if (suffix === 'tasks' && version === '') return { route: '/v2/apps/:id/tasks', appId, version }
  if (suffix === 'versions' && version === '') return { route: '/v2/apps/:id/versions', appId, version }
  if (suffix === 'versions') return { route: '/v2/apps/:id/versions/:version', appId, version: decoded(version) }
  return { route: '/v2/apps/:id', appId: `/${decoded(rest)}`, version: '' }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import type { HttpBindings } from '@hono/node-server'
import { late } from '../late.ts'
import type { RequestObserver } from '../metrics/http-series.ts'
import type { Refusal } from './refusal.ts'
import type { Route } from './route.ts'

/** What the server tells an application about each request. */
export interface RoutedEnv {
  Bindings: Partial<HttpBindings> & { readonly loopback: boolean; readonly refusal?: Refusal }
  Variables: { route?: Route }
}

/** The routes of one configuration. */
export interface RoutedApp {
  fetch(request: Request, bindings: RoutedEnv['Bindings']): Promise<Response>
  /** As `fetch`, by a path: `/status`. */
  request(path: string, init: RequestInit, bindings: RoutedEnv['Bindings']): Promise<Response>
  /** Whether the handler of a request reads its body as it comes. */
  streams(method: string, path: string): boolean
  /** Load what answers. A start has better things to do; but by the time of the first request an upgrade may have taken the files away. */
  load(): Promise<void>
}

/** Routes as an application. */
export function createRoutedApp(routes: readonly Route[], token: string | undefined, observe?: RequestObserver): RoutedApp {
  const streamed = new Set(
    routes.filter(({ options }) => options.streams === true).map(({ method, path }) => `${method} ${path}`),
  )
  const app = late(async () => (await import('./hono-app.ts')).createHonoApp(routes, token, observe))
  return {
    fetch: async (request, bindings) => (await app()).fetch(request, bindings),
    request: async (path, init, bindings) => (await app()).request(path, init, bindings),
    streams: (method, path) => streamed.has(`${method} ${path}`),
    load: async () => void (await app()),
  }
}

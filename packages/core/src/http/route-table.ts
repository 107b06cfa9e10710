import type { Handler } from 'hono'
import type { Logger } from '../log/logger.ts'
import type { RequestObserver } from '../metrics/http-series.ts'
import type { JsonValue } from '../service.ts'
import { routeInvalid, routeTaken } from './errors.ts'
import { describeRoutes } from './openapi.ts'
import { pathShape, type Route, type RouteMethod } from './route.ts'
import { createRoutedApp, type RoutedApp } from './routed-app.ts'
import type { RouteOptions, Routes } from './routes.ts'

/** Collects the routes of one configuration. */
export interface RouteTable {
  /** What one plugin adds its routes with. */
  for(plugin: string, logger: Logger): Routes
  /** The application to mount. No route can be added after this. */
  build(observe?: RequestObserver): RoutedApp
  /** What has been added so far, as an OpenAPI document. */
  describe(version: string): JsonValue
}

/** An empty table. Routes that change something need the token when there is one. */
export function createRoutes(token?: string): RouteTable {
  const routes = new Map<string, Route>()
  const needed = token === '' ? undefined : token
  let isBuilt = false
  const add = (method: RouteMethod, path: string, args: readonly unknown[], plugin: string, logger: Logger): void => {
    const name = `${method} ${path}`
    const [first, ...rest] = args
    const [options, handlers] = typeof first === 'function' ? [{}, args] : [(first ?? {}) as RouteOptions, rest]
    if (isBuilt) throw routeInvalid(name, plugin, 'comes after the start')
    if (!path.startsWith('/')) throw routeInvalid(name, plugin, 'does not begin with a slash')
    if (handlers.length === 0 || handlers.some(handler => typeof handler !== 'function')) {
      throw routeInvalid(name, plugin, 'has no handler')
    }
    const shape = `${method} ${pathShape(path)}`
    const owner = routes.get(shape)
    if (owner !== undefined) throw routeTaken(name, owner.plugin, plugin)
    routes.set(shape, { method, path, plugin, logger, options, handlers: handlers as readonly Handler[] })
  }
  return {
    for: (plugin, logger) => ({
      get: (path, ...args) => add('GET', path, args, plugin, logger),
      post: (path, ...args) => add('POST', path, args, plugin, logger),
      put: (path, ...args) => add('PUT', path, args, plugin, logger),
      delete: (path, ...args) => add('DELETE', path, args, plugin, logger),
    }),
    build(observe) {
      isBuilt = true
      return createRoutedApp([...routes.values()], needed, observe)
    },
    describe: version => describeRoutes([...routes.values()], version, needed !== undefined),
  }
}

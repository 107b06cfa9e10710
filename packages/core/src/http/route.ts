import type { Handler } from 'hono'
import type { Logger } from '../log/logger.ts'
import type { RouteOptions } from './routes.ts'

/** The methods that a route can have. */
export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** One route of one plugin. */
export interface Route {
  readonly method: RouteMethod
  readonly path: string
  readonly plugin: string
  readonly logger: Logger
  readonly options: RouteOptions
  readonly handlers: readonly Handler[]
}

/** What two paths have in common that match the same requests: `/a/:id` and `/a/:name`. */
export const pathShape = (path: string): string => path.replace(/:[^/{?]+/g, ':')

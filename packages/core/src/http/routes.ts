import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Handler } from 'hono'

/** Who may call a route. */
export interface RouteOptions {
  /**
   * `hint`: open to anyone, because the worst it can do is one coalesced refresh.
   * @default reading routes are open, changing routes (post, put, delete) need the token when there is one
   */
  readonly access?: 'hint'
  /** One sentence for `/openapi.json`. */
  readonly summary?: string
  /** What may stand behind the `?`, each with a sentence, for `/openapi.json`. */
  readonly query?: Readonly<Record<string, string>>
  /** The body that is taken, for `/openapi.json`; the handler reads it with `readJsonBody` and the same schema. */
  readonly body?: StandardSchemaV1
  /** What a good answer carries, for `/openapi.json`. @default nothing is said about it */
  readonly answer?: StandardSchemaV1
  /**
   * The handler reads the body as it comes, and sees to it that it keeps no more than it should; the server does not limit it.
   * Only for paths without parameters.
   * @default false: bodies beyond the limit of the server are refused
   */
  readonly streams?: boolean
}

type RouteArguments = readonly [...handlers: Handler[]] | readonly [options: RouteOptions, ...handlers: Handler[]]

/** What plugins use to add routes to proxym's HTTP server. Handlers are Hono's. */
export interface Routes {
  get(path: string, ...args: RouteArguments): void
  post(path: string, ...args: RouteArguments): void
  put(path: string, ...args: RouteArguments): void
  delete(path: string, ...args: RouteArguments): void
}

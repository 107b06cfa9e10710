import type { Handler } from 'hono'

/** Who may call a route. */
export interface RouteOptions {
  /**
   * `hint`: open to anyone, because the worst it can do is one coalesced refresh.
   * @default reading routes are open, changing routes (post, put, delete) need the token when there is one
   */
  readonly access?: 'hint'
}

type RouteArguments = readonly [...handlers: Handler[]] | readonly [options: RouteOptions, ...handlers: Handler[]]

/** What plugins use to add routes to proxym's HTTP server. Handlers are Hono's. */
export interface Routes {
  get(path: string, ...args: RouteArguments): void
  post(path: string, ...args: RouteArguments): void
  put(path: string, ...args: RouteArguments): void
  delete(path: string, ...args: RouteArguments): void
}

import { type Context, type Handler, Hono, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { RequestObserver } from '../metrics/http-series.ts'
import { messageOf } from '../problem.ts'
import { refuseAccess } from './access.ts'
import { handlerFailed, noRoute, requestBroken, wrongMethod } from './errors.ts'
import { refusalResponse } from './refusal.ts'
import { pathShape, type Route } from './route.ts'
import type { RoutedEnv } from './routed-app.ts'

/** Routes as an application, with access checked before each handler and errors as JSON. */
export function createHonoApp(routes: readonly Route[], token: string | undefined, observe?: RequestObserver): Hono<RoutedEnv> {
  const app = new Hono<RoutedEnv>()
  app.use(observing(observe))
  const methods = new Map<string, { readonly path: string; readonly allow: string[] }>()
  for (const route of routes) {
    app.on(route.method, route.path, guard(route, token), ...route.handlers.map(answering))
    const shape = pathShape(route.path)
    const known = methods.get(shape) ?? { path: route.path, allow: [] }
    known.allow.push(route.method)
    methods.set(shape, known)
  }
  // After all routes: what comes here has a path that is known, and a method that is not.
  for (const { path, allow } of methods.values()) app.all(path, c => refusalResponse(wrongMethod(c.req.method, allow.join(', '))))
  app.notFound(c => refusalResponse(noRoute(c.req.path)))
  app.onError((error, c) => answerError(error, c))
  return app
}

// What is refused whatever its route comes through here as well, so that it is counted.
function observing(observe: RequestObserver | undefined): MiddlewareHandler<RoutedEnv> {
  return async (c, next) => {
    const { refusal } = c.env
    if (refusal === undefined) await next()
    else c.res = refusalResponse(refusal)
    observe?.(c.req.method, c.get('route')?.path ?? 'none', c.res.status)
  }
}

function guard(route: Route, token: string | undefined): MiddlewareHandler<RoutedEnv> {
  const isOpen = route.method === 'GET' || route.options.access === 'hint'
  return async (c, next) => {
    c.set('route', route)
    const refusal = isOpen ? undefined : refuseAccess(c.req.header('authorization'), { token, loopback: c.env.loopback })
    if (refusal !== undefined) return refusalResponse(refusal)
    try {
      await next()
      return undefined
    } catch (thrown) {
      // Hono's onError sees errors only; anything else would leave the request without an answer.
      throw new Error(messageOf(thrown), { cause: thrown })
    }
  }
}

/** A handler of a plugin in JavaScript may return anything; what is no response is a failure, not a crash of the adapter. */
function answering(handler: Handler): Handler {
  return async (c, next) => {
    const answer: unknown = await handler(c, async () => {
      // Hono's own next() gives its context, which must not be taken for an answer when a handler returns it.
      await next()
    })
    if (answer === undefined || (typeof answer === 'object' && answer !== null && 'status' in answer && 'headers' in answer))
      return answer
    throw new TypeError(`the handler returned ${answer === null ? 'null' : typeof answer} instead of a response`)
  }
}

function answerError(error: Error, c: Context<RoutedEnv>): Response {
  if (error instanceof HTTPException && error.status < 500) return exceptionResponse(error)
  const route = c.get('route')
  const { incoming } = c.env
  const fields = { route: route === undefined ? c.req.method : `${route.method} ${route.path}`, error }
  // A client that leaves in the middle of its request is no failure of the plugin.
  if (incoming?.destroyed === true && !incoming.complete) {
    route?.logger.debug('A request ended before it was whole', fields)
    return refusalResponse(requestBroken)
  }
  route?.logger.error('A route handler failed', { plugin: route.plugin, ...fields })
  return refusalResponse(handlerFailed)
}

function exceptionResponse(error: HTTPException): Response {
  if (error.res !== undefined) return error.getResponse()
  const { status, message } = error
  return Response.json({ code: 'PROXYM_HTTP_REFUSED', message, hint: 'Change the request.' }, { status })
}

import type { Http2Bindings, HttpBindings } from '@hono/node-server'
import type { Logger } from '../log/logger.ts'
import { handlerFailed, requestBroken, starting } from './errors.ts'
import { limitBody } from './limit-body.ts'
import { type Refusal, refusalResponse } from './refusal.ts'
import { type RequestRules, refuseRequest } from './refuse-request.ts'
import type { RoutedApp } from './routed-app.ts'

/** What counts for the next request. */
export interface Answering {
  readonly app: RoutedApp | undefined
  readonly rules: RequestRules
}

/** Answer requests by the mounted routes, refused ones too, so that all are counted in one place. Never rejects. */
export function answerRequest(logger: Logger, current: () => Answering) {
  return async (request: Request, env: HttpBindings | Http2Bindings): Promise<Response> => {
    const { incoming, outgoing } = env as HttpBindings
    const { app, rules: usual } = current()
    const isStreamed = app?.streams(request.method, (incoming.url ?? '').replace(/\?.*/s, '')) ?? false
    const rules = isStreamed ? { ...usual, bodyBytes: Number.POSITIVE_INFINITY } : usual
    const bindings = { incoming, outgoing, loopback: rules.loopback }
    const refuse = async (refusal: Refusal): Promise<Response> => {
      logger.debug('Refused a request', { code: refusal.code, method: request.method, url: request.url })
      return app === undefined ? refusalResponse(refusal) : app.fetch(request, { ...bindings, refusal })
    }
    const refusal = refuseRequest(
      { method: request.method, headers: incoming.headers, hosts: incoming.headersDistinct['host'] ?? [] },
      rules,
    )
    if (refusal !== undefined) return refuse(refusal)
    if (app === undefined) return refuse(starting)
    try {
      const whole = await limitBody(request, !isStreamed && incoming.headers['transfer-encoding'] !== undefined, rules.bodyBytes)
      return await ('code' in whole ? refuse(whole) : app.fetch(whole, bindings))
    } catch (error) {
      if (incoming.destroyed) return refuse(requestBroken)
      logger.error('A request could not be answered', { method: request.method, error })
      return refusalResponse(handlerFailed)
    }
  }
}

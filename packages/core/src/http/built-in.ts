import type { ServiceFilter } from '../host/services.ts'
import { problemsOf } from '../problem.ts'
import type { JsonValue } from '../service.ts'
import { readyAnswer, refreshAnswer, servicesAnswer, statusAnswer } from './answers.ts'
import { refusalResponse } from './refusal.ts'
import type { Routes } from './routes.ts'

/** What the built-in routes tell. */
export interface BuiltInSources {
  /** Whether every source has answered and every output is in order, and what is missing. */
  ready(): { readonly ready: boolean; readonly reasons: readonly string[] }
  /** Everything that an operator wants to know. */
  status(): JsonValue
  /** The services of the newest snapshot, narrowed by source label and domain. */
  services(filter: ServiceFilter): object
  /** In the text format of Prometheus. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>
  /** Every route, as an OpenAPI document. */
  openapi(): JsonValue
  /**
   * Read everything again, or with a digest remove at once what waits under it; resolves with what the cycle came to.
   *
   * @throws ProxymError when nothing waits under the digest, or when proxym is stopping
   */
  refresh(digest: string | undefined): Promise<JsonValue>
}

/**
 * `/livez` (the process turns), `/readyz` (200 or 503 with reasons), `/status`, `/services`, `/metrics`, `/openapi.json`, and
 * `POST /refresh` with `?confirm=DIGEST`.
 */
export function addBuiltInRoutes(routes: Routes, sources: BuiltInSources): void {
  routes.get('/livez', { summary: 'Whether the process turns.' }, c => c.text('ok'))
  routes.get(
    '/readyz',
    { summary: 'Whether every output has the newest snapshot; 503 with the reasons.', answer: readyAnswer },
    c => {
      const { ready, reasons } = sources.ready()
      return c.json({ ready, reasons: [...reasons] }, ready ? 200 : 503)
    },
  )
  // Response.json, because Hono's types for a recursive JSON value do not end.
  routes.get('/status', { summary: 'Sources, outputs, watchers and problems.', answer: statusAnswer }, () =>
    Response.json(sources.status()),
  )
  const query = { source: 'The label of a source, such as `File`.', domain: 'One of the domains of a service.' }
  routes.get('/services', { summary: 'The services of the newest snapshot.', query, answer: servicesAnswer }, c =>
    Response.json(sources.services({ source: c.req.query('source'), domain: c.req.query('domain')?.toLowerCase() })),
  )
  routes.get('/metrics', { summary: 'Metrics for Prometheus, as text.' }, async c => {
    const { contentType, text } = await sources.metrics()
    return c.body(text, 200, { 'content-type': contentType })
  })
  routes.get('/openapi.json', { summary: 'This document.' }, () => Response.json(sources.openapi()))
  const confirm = { confirm: 'The digest of a removal that waits: let it pass at once.' }
  const summary = 'Read everything again; answers when the outputs have been called.'
  routes.post('/refresh', { summary, query: confirm, answer: refreshAnswer }, async c => {
    try {
      return Response.json(await sources.refresh(c.req.query('confirm')))
    } catch (error) {
      const [problem] = problemsOf(error, 'PROXYM_REFRESH_FAILED')
      if (problem === undefined || problem.code === 'PROXYM_REFRESH_FAILED') throw error
      const { code, message, hint = '' } = problem
      return refusalResponse({ status: code === 'PROXYM_CONFIRM_UNKNOWN' ? 404 : 503, code, message, hint })
    }
  })
}

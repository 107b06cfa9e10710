import { problemsOf } from '../problem.ts'
import type { JsonValue } from '../service.ts'
import { refusalResponse } from './refusal.ts'
import type { Routes } from './routes.ts'

/** What the built-in routes tell. */
export interface BuiltInSources {
  /** Whether every source has answered and every output is in order, and what is missing. */
  ready(): { readonly ready: boolean; readonly reasons: readonly string[] }
  /** Everything that an operator wants to know. */
  status(): JsonValue
  /**
   * Read everything again, or with a digest remove at once what waits under it; resolves with what the cycle came to.
   *
   * @throws ProxymError when nothing waits under the digest, or when proxym is stopping
   */
  refresh(digest: string | undefined): Promise<JsonValue>
}

/** `/livez` (the process turns), `/readyz` (200 or 503 with reasons), `/status`, and `POST /refresh` with `?confirm=DIGEST`. */
export function addBuiltInRoutes(routes: Routes, { ready, status, refresh }: BuiltInSources): void {
  routes.get('/livez', c => c.text('ok'))
  routes.get('/readyz', c => {
    const state = ready()
    return c.json({ ready: state.ready, reasons: [...state.reasons] }, state.ready ? 200 : 503)
  })
  // Response.json, because Hono's types for a recursive JSON value do not end.
  routes.get('/status', () => Response.json(status()))
  routes.post('/refresh', async c => {
    try {
      return Response.json(await refresh(c.req.query('confirm')))
    } catch (error) {
      const [problem] = problemsOf(error, 'PROXYM_REFRESH_FAILED')
      if (problem === undefined || problem.code === 'PROXYM_REFRESH_FAILED') throw error
      const { code, message, hint = '' } = problem
      return refusalResponse({ status: code === 'PROXYM_CONFIRM_UNKNOWN' ? 404 : 503, code, message, hint })
    }
  })
}

import type { JsonValue } from '../service.ts'
import type { Routes } from './routes.ts'

/** What the built-in routes tell. */
export interface BuiltInSources {
  /** Whether every source has answered and every output is in order, and what is missing. */
  ready(): { readonly ready: boolean; readonly reasons: readonly string[] }
  /** Everything that an operator wants to know. */
  status(): JsonValue
}

/** `/livez` (the process turns), `/readyz` (200 or 503 with reasons) and `/status`. */
export function addBuiltInRoutes(routes: Routes, { ready, status }: BuiltInSources): void {
  routes.get('/livez', c => c.text('ok'))
  routes.get('/readyz', c => {
    const state = ready()
    return c.json({ ready: state.ready, reasons: [...state.reasons] }, state.ready ? 200 : 503)
  })
  // Response.json, because Hono's types for a recursive JSON value do not end.
  routes.get('/status', () => Response.json(status()))
}

import type { Metrics } from './metrics.ts'

/** Who is told of each answer of the HTTP server. */
export type RequestObserver = (method: string, route: string, status: number) => void

// A client chooses the method, so it must not choose the label.
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])

/** What is counted of requests: by route as it was added, never by path. */
export function createHttpSeries(metrics: Metrics): RequestObserver {
  const requests = metrics.counter({
    name: 'proxym_http_requests_total',
    help: 'Requests by method, route and status; the route of what none was asked for is "none".',
    labels: ['method', 'route', 'status'],
  })
  return (method, route, status) =>
    requests.inc({ method: methods.has(method) ? method : 'other', route, status: String(status) })
}

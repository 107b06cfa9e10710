import type { ServerResponse } from 'node:http'
import type { Route } from './route-of.ts'

/** What was asked for and what it cost. */
export interface RouteTraffic {
  readonly requests: number
  /** Of the answers, with their headers, as they went over the connection. */
  readonly bytes: number
}

/** What was asked in all, and by route. */
export interface TrafficFigures extends RouteTraffic {
  readonly routes: Readonly<Partial<Record<Route, RouteTraffic>>>
}

/** Make counters for one instance. */
export function createTraffic() {
  const routes = new Map<Route, { requests: number; bytes: number }>()
  const open = new Set<() => void>()

  const add = (route: Route, requests: number, bytes: number): void => {
    const before = routes.get(route)
    routes.set(route, { requests: (before?.requests ?? 0) + requests, bytes: (before?.bytes ?? 0) + bytes })
  }

  return {
    count(route: Route, response: ServerResponse): void {
      const { socket } = response
      let seen = socket?.bytesWritten ?? 0
      // An answer that goes on for ever is counted as far as it came.
      const read = (): void => {
        const now = socket?.bytesWritten ?? seen
        add(route, 0, now - seen)
        seen = now
      }
      add(route, 1, 0)
      open.add(read)
      response.once('close', () => {
        read()
        open.delete(read)
      })
    },
    figures(): TrafficFigures {
      for (const read of open) read()
      const each = [...routes].map(([route, { requests, bytes }]) => ({
        requests,
        bytes,
        routes: { [route]: { requests, bytes } },
      }))
      return sumOf(each)
    },
    reset(): void {
      for (const read of open) read()
      routes.clear()
    },
  }
}

/** Several figures in one. */
export function sumOf(all: readonly TrafficFigures[]): TrafficFigures {
  const routes: Partial<Record<Route, RouteTraffic>> = {}
  for (const figures of all)
    for (const [name, { requests, bytes }] of Object.entries(figures.routes)) {
      const route = name as Route
      const before = routes[route] ?? { requests: 0, bytes: 0 }
      routes[route] = { requests: before.requests + requests, bytes: before.bytes + bytes }
    }
  const sum = (of: (each: RouteTraffic) => number): number => all.reduce((total, each) => total + of(each), 0)
  return { requests: sum(({ requests }) => requests), bytes: sum(({ bytes }) => bytes), routes }
}

import type { Json } from './map-apps.ts'

type Fields = Readonly<Record<string, Json>>

/** An app up to 1.4 in Docker's bridge. */
export const bridgeApp = (mappings: readonly Fields[], fields: Fields = {}): Fields => ({
  id: '/app',
  container: { type: 'DOCKER', docker: { image: 'i', network: 'BRIDGE', portMappings: mappings } },
  ...fields,
})

/** An app from 1.5 on, in the given network. */
export const modernApp = (mode: string, fields: Fields = {}, mappings: readonly Fields[] = []): Fields => ({
  id: '/app',
  networks: [{ mode }],
  ...(mappings.length === 0 ? {} : { container: { type: 'MESOS', portMappings: mappings } }),
  ...fields,
})

/** A running task of `/app`. */
export const task = (ports: readonly Json[] | null | undefined, fields: Fields = {}): Fields => ({
  id: `task-${String(ports)}`,
  appId: '/app',
  host: 'a1',
  ports,
  state: 'TASK_RUNNING',
  startedAt: '2020-01-01T00:00:00.000Z',
  ...fields,
})

/** A result of a health check. */
export const ill = { alive: false, consecutiveFailures: 3, lastFailure: '2020-01-01T00:00:00.000Z', lastSuccess: null }
export const well = { alive: true, consecutiveFailures: 0, lastFailure: null, lastSuccess: '2020-01-01T00:00:00.000Z' }

import { z } from 'zod'
import { anything, labels, list, text } from './nullish.ts'

// Unknown fields come with every version: only what decides where traffic goes is checked. Ports stay unknown: an odd one loses that
// port only.
const ports = list(z.unknown())

const portMapping = z.object({
  containerPort: anything,
  hostPort: anything,
  servicePort: anything,
  protocol: text,
  name: text,
  networkNames: list(z.string()),
})

const healthCheck = z.object({ protocol: text, path: text, portIndex: anything, port: anything })

/** An app as `/v2/apps` gives it, in the format of any version. */
export const appDocument = z.object({
  id: z.string().min(1),
  version: text,
  labels,
  container: z
    .object({
      portMappings: list(portMapping),
      docker: z.object({ network: text, portMappings: list(portMapping) }).nullish(),
    })
    .nullish(),
  networks: list(z.object({ mode: text, name: text })),
  ipAddress: z
    .object({ discovery: z.object({ ports: list(z.object({ number: anything, name: text, protocol: text })) }).nullish() })
    .nullish(),
  ports,
  portDefinitions: list(z.object({ port: anything, protocol: text, name: text })),
  requirePorts: z.boolean().nullish(),
  healthChecks: list(healthCheck),
  versionInfo: z.object({ lastConfigChangeAt: text }).nullish(),
})

export type App = z.output<typeof appDocument>
export type HealthCheck = z.output<typeof healthCheck>

const healthResult = z.object({
  alive: z.boolean().nullish(),
  consecutiveFailures: z.number().nullish(),
  lastFailure: text,
})

/** A task as `/v2/tasks` gives it. */
export const taskDocument = z.object({
  appId: z.string().min(1),
  host: text,
  ports,
  servicePorts: ports,
  ipAddresses: list(z.object({ ipAddress: text })),
  state: text,
  // Absent in mocks, null while a task is staging: the difference counts.
  startedAt: text,
  version: text,
  healthCheckResults: list(healthResult.nullable()),
})

export type Task = z.output<typeof taskDocument>

/** A port that traffic can go to; undefined for 0, null and whatever else is none. */
export function portOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535 ? value : undefined
}

/** The transport protocols in a text such as `udp,tcp`; tcp when nothing is said. */
export function protocolsOf(value: string | null | undefined): readonly Transport[] {
  const named = new Set((value ?? '').toLowerCase().split(/[,\s]+/))
  const known = transports.filter(transport => named.has(transport))
  return known.length > 0 || (value ?? '').trim() !== '' ? known : ['tcp']
}

/** What carries a port. */
export type Transport = 'tcp' | 'udp'
const transports: readonly Transport[] = ['tcp', 'udp']

/** An app id with exactly one slash at its start. */
export function normaliseId(id: string): string {
  // Nearly all have it: the pattern costs when there are many.
  return id.startsWith('/') && id[1] !== '/' ? id : `/${id.replace(/^\/+/, '')}`
}

import { z } from 'zod'
import { invalidInput } from '../errors.ts'
import { SimulatorError } from '../simulator-error.ts'
import { type Frozen, mistakesOf } from './app-spec.ts'

const endpoint = z.strictObject({
  name: z.string(),
  containerPort: z.int().optional(),
  /** 0: given by the simulator. */
  hostPort: z.int().optional(),
  protocol: z.array(z.enum(['tcp', 'udp'])).default(['tcp']),
  labels: z.record(z.string(), z.string()).default({}),
  networkNames: z.array(z.string()).optional(),
})

const podSpec = z.strictObject({
  id: z.string().transform(id => (id.startsWith('/') ? id : `/${id}`)),
  instances: z.int().min(0).default(1),
  labels: z.record(z.string(), z.string()).default({}),
  network: z.enum(['host', 'bridge', 'user']).default('host'),
  networkNames: z.array(z.string()).min(1).default(['dcos']),
  containers: z.array(z.strictObject({ name: z.string(), endpoints: z.array(endpoint).default([]) })).min(1),
})

/** What `deployPod` takes. */
export type PodInput = Frozen<z.input<typeof podSpec>>
export type PodSpec = z.output<typeof podSpec>
export type Endpoint = PodSpec['containers'][number]['endpoints'][number]

export interface PodInstance {
  readonly id: string
  readonly host: string
  readonly slaveId: string
  readonly since: string
  readonly addresses: readonly string[]
  /** By container and endpoint: `web/http`. */
  readonly hostPorts: Readonly<Record<string, number>>
  /** By container; absent without a health check. */
  readonly healthy: Readonly<Record<string, boolean>>
}

export interface Pod {
  readonly spec: PodSpec
  readonly version: string
  readonly instances: readonly PodInstance[]
}

/**
 * Check a pod and fill in its defaults.
 *
 * @throws SimulatorError with every mistake in it
 */
export function parsePod(input: unknown): PodSpec {
  const result = podSpec.safeParse(input)
  if (!result.success) throw new SimulatorError(invalidInput('pod', mistakesOf(result.error)))
  return result.data
}

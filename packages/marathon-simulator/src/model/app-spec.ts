import { z } from 'zod'
import { invalidInput } from '../errors.ts'
import { SimulatorError } from '../simulator-error.ts'

const port = z.int().min(0).max(65_535)
const labels = z.record(z.string(), z.string())
const pathId = z
  .string()
  .regex(/^\/?([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?)*$/, 'must be a path of lower case names')
  .transform(id => (id.startsWith('/') ? id : `/${id}`))

const portSpec = z.strictObject({
  /** What the app listens on in its container; the host network knows none. 0: the same as the host port. */
  containerPort: port.default(0),
  /** 0 (the default of `host` and `bridge`): given by the simulator. `null` (the default of `user`): none, the container has its own address. */
  hostPort: port.nullable().optional(),
  /** Default: the next free one from 10000. 0 stays 0. */
  servicePort: port.optional(),
  protocol: z.enum(['tcp', 'udp', 'udp,tcp']).default('tcp'),
  name: z.string().optional(),
  labels: labels.default({}),
  /** Of several networks, the ones that this port belongs to. */
  networkNames: z.array(z.string()).default([]),
})

const healthCheck = z.looseObject({
  protocol: z.enum(['HTTP', 'HTTPS', 'TCP', 'COMMAND', 'MESOS_HTTP', 'MESOS_HTTPS', 'MESOS_TCP']).default('HTTP'),
})

/** An app, in words that are the same for every version of Marathon. */
const appSpec = z.strictObject({
  id: pathId,
  instances: z.int().min(0).default(1),
  /** Default: `sleep 1000` without an image. */
  cmd: z.string().optional(),
  /** A docker image; without it the app runs as a command. */
  image: z.string().optional(),
  /** `user` gives each task an address of its own. */
  network: z.enum(['host', 'bridge', 'user', 'none']).default('host'),
  /** Names of the `user` networks; each gives an address. */
  networkNames: z.array(z.string()).min(1).default(['dcos']),
  ports: z.array(portSpec).default([portSpec.parse({})]),
  /** On the host network: host ports are the service ports. */
  requirePorts: z.boolean().default(false),
  labels: labels.default({}),
  healthChecks: z.array(healthCheck).default([]),
  readinessChecks: z.array(z.looseObject({ name: z.string() })).default([]),
  /** Whether tasks keep their reservation, and their entry, when they end. */
  resident: z.boolean().default(false),
  upgradeStrategy: z
    .strictObject({
      minimumHealthCapacity: z.number().min(0).max(1).default(1),
      maximumOverCapacity: z.number().min(0).max(1).default(1),
    })
    .default({ minimumHealthCapacity: 1, maximumOverCapacity: 1 }),
  /** Default: that of the version. */
  unreachableStrategy: z
    .union([
      z.literal('disabled'),
      z.strictObject({ inactiveAfterSeconds: z.number().min(0), expungeAfterSeconds: z.number().min(0) }),
    ])
    .optional(),
})

/** Input that may be frozen. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T

/** What `deploy` takes. */
export type AppInput = Frozen<z.input<typeof appSpec>>
/** A checked app, with every default. */
export type AppSpec = z.output<typeof appSpec>
export type PortSpec = AppSpec['ports'][number]

/** Mistakes of an input in one line. */
export function mistakesOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ')
}

/**
 * Check an app and fill in its defaults.
 *
 * @throws SimulatorError with every mistake in it
 */
export function parseApp(input: unknown): AppSpec {
  const result = appSpec.safeParse(input)
  if (!result.success) throw new SimulatorError(invalidInput('app', mistakesOf(result.error)))
  return result.data
}

/** Whether a port of an app takes a port of the host; `user` ports do when they ask for one. */
export function takesHostPort(spec: AppSpec, port: PortSpec): boolean {
  if (spec.network === 'none') return false
  return spec.network !== 'user' || (port.hostPort !== undefined && port.hostPort !== null)
}

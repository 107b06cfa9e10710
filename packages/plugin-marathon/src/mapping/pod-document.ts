import { z } from 'zod'
import { anything, labels, list, text } from './nullish.ts'

/** A pod with its instances, as `/v2/pods/::status` gives it (Marathon 1.4 and later). */
export const podDocument = z.object({
  id: z.string().min(1),
  spec: z.object({
    labels,
    networks: list(z.object({ mode: text, name: text })),
    containers: list(
      z.object({
        name: z.string(),
        endpoints: list(
          z.object({
            name: z.string(),
            containerPort: anything,
            hostPort: anything,
            protocol: list(z.string()),
            labels,
            networkNames: list(z.string()),
          }),
        ),
      }),
    ),
  }),
  instances: list(
    z.object({
      status: text,
      agentHostname: text,
      networks: list(z.object({ name: text, addresses: list(z.string()) })),
      containers: list(
        z.object({
          name: z.string(),
          status: text,
          conditions: list(z.object({ name: text, value: text })),
          endpoints: list(z.object({ name: z.string(), allocatedHostPort: anything, healthy: z.boolean().nullish() })),
        }),
      ),
    }),
  ),
})

export type Pod = z.output<typeof podDocument>
type PodContainer = NonNullable<Pod['spec']['containers']>[number]
export type PodEndpoint = NonNullable<PodContainer['endpoints']>[number]
export type PodInstance = NonNullable<Pod['instances']>[number]
export type RunningContainer = NonNullable<PodInstance['containers']>[number]

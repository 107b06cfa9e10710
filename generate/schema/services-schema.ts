import { z } from 'zod'
import { heaviest, idPattern, longestConfig, longestPath, protocolPattern } from '../../packages/core/src/rules/patterns.ts'
import type { FieldDoc } from './doc-comments.ts'
import { type JsonSchema, toJsonSchema } from './to-json-schema.ts'

const port = (least: number) => z.int().min(least).max(65_535)
const metadata = z.record(z.string(), z.unknown()).optional()
const protocol = z.string().regex(protocolPattern).optional()

const host = z.strictObject({
  ip: z.string().min(1).max(253),
  port: port(1),
  weight: z.int().min(0).max(heaviest).optional(),
  metadata,
})

const service = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(idPattern),
  domains: z.array(z.string().min(3).max(254)).optional(),
  hosts: z.array(z.unknown()).optional(),
  port: port(0).optional(),
  servicePort: port(0).optional(),
  listenPort: port(0).optional(),
  applicationProtocol: protocol,
  transportProtocol: protocol,
  proxyPath: z.string().max(longestPath).optional(),
  config: z.string().max(longestConfig).optional(),
  metadata,
})

/** Doc comments of the fields of a service, and of a host. */
export interface ServiceDocs {
  readonly service: ReadonlyMap<string, FieldDoc>
  readonly host: ReadonlyMap<string, FieldDoc>
}

/** The JSON Schema of a service file: one service, or a list of them, in the spelling that is documented. */
export function servicesSchema(docs: ServiceDocs): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Services of proxym',
    anyOf: [withHosts(service, docs), { type: 'array', items: withHosts(service.omit({ $schema: true }), docs) }],
  }
}

function withHosts(schema: z.ZodType, docs: ServiceDocs): JsonSchema {
  const { properties, ...rest } = toJsonSchema(schema, docs.service)
  const hosts = { ...properties?.['hosts'], items: toJsonSchema(host, docs.host) }
  return { ...rest, properties: { ...properties, hosts } }
}

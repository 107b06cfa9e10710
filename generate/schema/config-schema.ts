import { secret } from '@proxym/core'
import { z } from 'zod'
import { coreSchema } from '../../packages/core/src/config/core-schema.ts'
import type { FieldDoc } from './doc-comments.ts'
import { type JsonSchema, toJsonSchema } from './to-json-schema.ts'

/** The options of a plugin, by the bare word that names it; undefined when it takes none. */
export type PluginOptions = Readonly<Record<string, JsonSchema | undefined>>

// Such as in `{ use, optional, confirmMs, options }`.
const settings = {
  optional: z.boolean().optional().describe('Whether nothing waits for its first answer.'),
  confirmMs: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe('How long an answer that removes many services waits for a second one, milliseconds; 0: not at all.'),
}

/** The JSON Schema of a configuration file. Entries for the plugins given are checked with their options, others in their form only. */
export function configSchema(plugins: PluginOptions, docs: ReadonlyMap<string, FieldDoc>): JsonSchema {
  const written = coreSchema.extend({ httpToken: secret().optional(), plugins: z.array(z.unknown()).optional() })
  const { properties, ...rest } = toJsonSchema(written, docs)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of proxym',
    ...rest,
    properties: { ...properties, plugins: { ...properties?.['plugins'], items: entries(plugins) } },
  }
}

function entries(plugins: PluginOptions): JsonSchema {
  const names = Object.keys(plugins)
  const other: JsonSchema = {
    type: 'string',
    minLength: 1,
    ...(names.length === 0 ? {} : { not: { enum: names } }),
    description: 'A file such as `./mine.ts`, a bare word for `@proxym/plugin-<word>`, or the name of a package.',
  }
  const known = Object.entries(plugins).flatMap(([name, options]) => entryForms({ const: name }, options ?? noOptions))
  const form = names.length === 0 ? [other] : [{ enum: names }, other]
  return { anyOf: [...form, ...known, ...entryForms(other, { type: 'object' })] }
}

const noOptions: JsonSchema = { type: 'object', additionalProperties: false }

function entryForms(use: JsonSchema, options: JsonSchema): readonly JsonSchema[] {
  const { properties } = toJsonSchema(z.strictObject(settings), new Map())
  return [
    { type: 'array', items: [use, options], minItems: 1, additionalItems: false },
    { type: 'object', properties: { use, ...properties, options }, required: ['use'], additionalProperties: false },
  ]
}

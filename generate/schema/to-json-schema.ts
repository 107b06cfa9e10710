import { z } from 'zod'
import type { FieldDoc } from './doc-comments.ts'

/** A JSON Schema, or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly anyOf?: readonly JsonSchema[]
}

const nothing = { not: {} }

/**
 * What a file may hold, as draft 7, which editors know best: the input of a zod schema, with the doc comments of its fields.
 * What only code can give, such as a function, is left out.
 */
export function toJsonSchema(schema: z.ZodType, docs: ReadonlyMap<string, FieldDoc>): JsonSchema {
  const { $schema, ...made } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any', override })
  return describe(withoutNothing(made) as JsonSchema, docs)
}

function override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: object }): void {
  const { def } = zodSchema._zod
  if (def.type === 'custom') Object.assign(jsonSchema, nothing)
  // What is tidied up first, such as upper case, may be anything; an editor offers the tidy form.
  if (def.type === 'pipe' && def.in._zod.def.type === 'transform') {
    const { $schema, ...tidy } = z.toJSONSchema(def.out, { target: 'draft-7', io: 'input', unrepresentable: 'any' })
    Object.assign(jsonSchema, tidy)
  }
}

function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(item => JSON.stringify(item) !== JSON.stringify(nothing)).map(withoutNothing)
  if (typeof value !== 'object' || value === null) return value
  const cleaned = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutNothing(inner)]))
  const { anyOf, ...rest } = cleaned
  return Array.isArray(anyOf) && anyOf.length === 1 ? { ...rest, ...anyOf[0] } : cleaned
}

function describe(schema: JsonSchema, docs: ReadonlyMap<string, FieldDoc>): JsonSchema {
  const described = Object.entries(schema).map(([key, inner]) => [key, key === 'properties' ? inner : describeInner(inner, docs)])
  const { properties } = schema
  if (properties === undefined) return Object.fromEntries(described)
  const fields = Object.entries(properties).map(([name, field]) => [name, withDoc(describe(field, docs), docs.get(name))])
  return { ...Object.fromEntries(described), properties: Object.fromEntries(fields) }
}

function describeInner(value: unknown, docs: ReadonlyMap<string, FieldDoc>): unknown {
  if (Array.isArray(value)) return value.map(item => describeInner(item, docs))
  return typeof value === 'object' && value !== null ? describe(value as JsonSchema, docs) : value
}

function withDoc(field: JsonSchema, doc: FieldDoc | undefined): JsonSchema {
  if (doc === undefined) return field
  const { description, defaultValue } = doc
  return { description, ...(defaultValue === undefined ? {} : { default: defaultValue }), ...field }
}

import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import { type ConfigPath, isRecord } from '../config-path.ts'

/**
 * The keys that a schema knows at a path, for "did you mean". Asks the schema for its JSON Schema, as any library may
 * offer it; empty when it offers none.
 */
export function knownKeys(schema: StandardSchemaV1 | undefined, path: ConfigPath): readonly string[] {
  const root = jsonSchemaOf(schema)
  return root === undefined ? [] : [...keysIn(root, root, path, 0)]
}

function jsonSchemaOf(schema: StandardSchemaV1 | undefined): unknown {
  const standard = schema?.['~standard'] as (StandardSchemaV1.Props & Partial<StandardJSONSchemaV1.Props>) | undefined
  try {
    // Without this option zod throws at the first function or transform, which has no JSON Schema.
    return standard?.jsonSchema?.input({ target: 'draft-2020-12', libraryOptions: { unrepresentable: 'any' } })
  } catch {
    return undefined
  }
}

function* keysIn(root: unknown, schema: unknown, path: ConfigPath, depth: number): Generator<string> {
  // Schemas may refer to themselves.
  if (!isRecord(schema) || depth > 20) return
  const [part, ...rest] = path
  if (part === undefined) yield* Object.keys(isRecord(schema.properties) ? schema.properties : {})
  else {
    const property = isRecord(schema.properties) ? schema.properties[part] : undefined
    yield* keysIn(root, property ?? (typeof part === 'number' ? schema.items : schema.additionalProperties), rest, depth + 1)
  }
  for (const branches of [schema.anyOf, schema.oneOf, schema.allOf]) {
    for (const branch of Array.isArray(branches) ? branches : []) yield* keysIn(root, branch, path, depth + 1)
  }
  if (typeof schema.$ref === 'string') yield* keysIn(root, referred(root, schema.$ref), path, depth + 1)
}

function referred(root: unknown, reference: string): unknown {
  return reference
    .replace(/^#\/?/, '')
    .split('/')
    .reduce<unknown>((schema, part) => (part === '' ? schema : isRecord(schema) ? schema[part] : undefined), root)
}

import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { JsonValue } from '../service.ts'
import { refusalAnswer } from './answers.ts'
import type { Route } from './route.ts'

type JsonObject = Readonly<Record<string, JsonValue>>

/** The routes as an OpenAPI 3.1 document: those of plugins too, each as far as it describes itself. */
export function describeRoutes(routes: readonly Route[], version: string, hasToken: boolean): JsonObject {
  const paths = new Map<string, Record<string, JsonValue>>()
  const sorted = routes.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  for (const route of sorted) {
    const path = route.path.replace(/:([^/{?]+)(\{[^}]*\})?\??/g, '{$1}')
    const operations = paths.get(path) ?? {}
    operations[route.method.toLowerCase()] = describeRoute(route, path, hasToken)
    paths.set(path, operations)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'proxym', version, description: 'What this proxym answers; routes of its plugins included.' },
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Refusal: schemaOf(refusalAnswer, 'output') },
      ...(hasToken ? { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } } : {}),
    },
  }
}

function describeRoute({ method, plugin, options }: Route, path: string, hasToken: boolean): JsonObject {
  const { summary, query = {}, body, answer, access } = options
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(
    ([, name = '']): JsonObject => ({ name, in: 'path', required: true, schema: { type: 'string' } }),
  )
  const inQuery = Object.entries(query).map(
    ([name, description]): JsonObject => ({ name, in: 'query', required: false, description, schema: { type: 'string' } }),
  )
  const parameters = [...inPath, ...inQuery]
  return {
    ...(summary === undefined ? {} : { summary }),
    tags: [plugin],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }),
    responses: {
      '2XX': { description: 'Done.', ...(answer === undefined ? {} : { content: json(schemaOf(answer, 'output')) }) },
      default: { description: 'Refused or failed.', content: json({ $ref: '#/components/schemas/Refusal' }) },
    },
    ...(hasToken && method !== 'GET' && access !== 'hint' ? { security: [{ token: [] }] } : {}),
  }
}

const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } })

/** What zod and others give beside the Standard Schema; of a schema that cannot say, anything may come. */
function schemaOf(schema: StandardSchemaV1, side: 'input' | 'output'): JsonObject {
  const { jsonSchema } = schema['~standard'] as { readonly jsonSchema?: Record<typeof side, (options: object) => JsonObject> }
  try {
    const { $schema: _, ...described } = jsonSchema?.[side]({ target: 'draft-2020-12' }) ?? {}
    return described
  } catch {
    return {}
  }
}

import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { formatPath } from '../config/config-path.ts'
import { flattenIssues, type Issue, pathOf } from '../config/options/issue.ts'
import { requirementOf, show } from '../config/options/issue-text.ts'
import { messageOf } from '../problem.ts'
import { copyPlain } from '../rules/plain.ts'
import { bodyInvalid, bodyMalformed, bodyType } from './errors.ts'
import { type Refusal, refusalResponse } from './refusal.ts'

const json = /^application\/(?:[\w.+-]+\+)?json *(?:; *charset="?utf-8"? *)?$/i

/**
 * Read the JSON body of a request and check it with any Standard Schema. A handler lets what this throws pass: it is the answer.
 *
 * @throws HTTPException 415 `PROXYM_HTTP_CONTENT_TYPE` when the content type is not JSON (which no form of a web page can send),
 *   400 `PROXYM_HTTP_JSON` for what is not UTF-8, not JSON, nested deeper than 64 levels or has a key `__proto__`,
 *   400 `PROXYM_HTTP_BODY` with every mistake that the schema found
 */
export async function readJsonBody<S extends StandardSchemaV1>(c: Context, schema: S): Promise<StandardSchemaV1.InferOutput<S>> {
  const type = c.req.header('content-type') ?? ''
  if (!json.test(type)) throw refused(bodyType(type))
  const given = parsePlain(new Uint8Array(await c.req.arrayBuffer()))
  const result = await schema['~standard'].validate(given)
  if (result.issues !== undefined)
    throw refused(bodyInvalid(flattenIssues(result.issues).map(issue => describeIssue(issue, given))))
  return result.value as StandardSchemaV1.InferOutput<S>
}

function parsePlain(bytes: Uint8Array): unknown {
  try {
    // The copy also bounds the depth, before anything else recurses into what somebody sent.
    return copyPlain(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), '')
  } catch (error) {
    throw refused(bodyMalformed(messageOf(error)))
  }
}

function describeIssue(issue: Issue, given: unknown): string {
  const path = pathOf(issue)
  const subject = path.length === 0 ? 'the body' : `\`${formatPath(path)}\``
  if (issue.code === 'unrecognized_keys') return `${subject} is not known`
  const value = path.reduce<unknown>((inner, part) => (inner as Record<string | number, unknown> | undefined)?.[part], given)
  const requirement = requirementOf(issue)
  return requirement === undefined ? `${subject}: ${issue.message}` : `${subject} ${requirement}, got ${show(value)}`
}

function refused(refusal: Refusal): HTTPException {
  return new HTTPException(refusal.status, { res: refusalResponse(refusal) })
}

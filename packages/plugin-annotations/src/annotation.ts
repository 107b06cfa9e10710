import { nearest, parseService } from '@proxym/core'
import { z } from 'zod'
import { fieldTexts } from './errors.ts'

/** What somebody wants to be different about one service. What is not given stays as it is. */
export interface Annotation {
  readonly applicationProtocol?: string
  readonly config?: string
  /** Added to those of the service. */
  readonly domains?: readonly string[]
  readonly proxyPath?: string
  /** Why. */
  readonly reason?: string
  /** Who. */
  readonly author?: string
  /** When it ends by itself, ISO 8601 in UTC. */
  readonly expiresAt?: string
}

const routed = ['applicationProtocol', 'config', 'domains', 'proxyPath'] as const

const remark = (most: number) =>
  z
    .string({ error: fieldTexts.remark(most) })
    .regex(new RegExp(`^[^\\p{Cc}\\u2028\\u2029]{0,${most}}$`, 'u'), { error: fieldTexts.remark(most) })

const time = z.iso.datetime({ offset: true, error: fieldTexts.expiresAt }).transform(text => new Date(text).toISOString())

// The rules of services judge these, so that nothing passes here that a source may not say.
const judgedByRules = z.json().optional()

const fields = z.strictObject({
  applicationProtocol: judgedByRules,
  config: judgedByRules,
  domains: judgedByRules,
  proxyPath: judgedByRules,
  reason: remark(500).optional(),
  author: remark(200).optional(),
  expiresAt: time.optional(),
})

/** An annotation as it was kept: checked like one that comes in, but it may have expired. */
export const keptAnnotation = fields.transform((given, context): Annotation => {
  const { reason, author, expiresAt, ...rest } = given
  const result = parseService({ id: 'annotated', ...withoutMissing(rest) }, '', nearest)
  if ('mistakes' in result) {
    for (const mistake of result.mistakes) context.addIssue({ code: 'custom', ...placeOf(mistake) })
    return z.NEVER
  }
  const changed = routed.filter(name => given[name] !== undefined).map(name => [name, result.service[name]])
  return Object.freeze({ ...Object.fromEntries(changed), ...withoutMissing({ reason, author, expiresAt }) })
})

/** An annotation as somebody sends it. */
export const annotationBody = (now: () => number) =>
  keptAnnotation.refine(annotation => !isExpired(annotation, now()), { path: ['expiresAt'], error: fieldTexts.past, abort: true })

/** Whether its time is over. `now` in epoch milliseconds. */
export function isExpired({ expiresAt }: Annotation, now: number): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= now
}

function withoutMissing<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never
}

/** The rules name the field in their text, `domains[0]`, and end with what was given, which whoever answers adds. */
function placeOf(mistake: string): { readonly path: (string | number)[]; readonly message: string } {
  const [, name = '', message = mistake] = /^`([^`]+)` (.*?)(?:, got .*)?$/s.exec(mistake) ?? []
  return { path: (name.match(/[^.[\]]+/g) ?? []).map(part => (/^\d+$/.test(part) ? Number(part) : part)), message }
}

import { messageOf, type Problem } from '../problem.ts'
import { copyRecord, samePlain } from '../rules/plain.ts'
import { RuleError, shown } from '../rules/rule-error.ts'
import { parseService } from '../rules/service-rules.ts'
import type { JsonValue, Service } from '../service.ts'
import type { Breathe } from './breathe.ts'
import { invalidService } from './errors.ts'

/** A service as a source gave it, copied. */
export type Raw = Readonly<Record<string, JsonValue>>

/** One service that one key of a source contributes. */
export interface Contribution {
  readonly service: Service
  readonly position: number
  readonly origin: string | undefined
}

/** What one key contributes, with the raw input that it was made from. */
export interface KeyContents {
  readonly raw: readonly (Raw | undefined)[]
  readonly results: readonly (Contribution | Problem)[]
}

export const EMPTY: KeyContents = { raw: [], results: [] }

export function isContribution(result: Contribution | Problem): result is Contribution {
  return 'service' in result
}

/**
 * Check what a source gave for one key. Input equal to the last one of the key is not checked again; returns the very
 * same contents when nothing changed. A service that is equal to the one before keeps its identity.
 */
export async function checkKey(
  given: readonly unknown[],
  before: KeyContents,
  source: string,
  suggest: Suggest,
  breathe: Breathe,
): Promise<KeyContents> {
  const earlier = new Map(before.results.filter(isContribution).map(({ service }) => [service.id, service]))
  const raw: (Raw | undefined)[] = []
  const results: (Contribution | Problem)[] = []
  let same = given.length === before.raw.length
  for (const [position, item] of given.entries()) {
    const pause = breathe()
    if (pause !== undefined) await pause
    const [lastRaw, lastResult] = [before.raw[position], before.results[position]]
    if (lastRaw !== undefined && lastResult !== undefined && samePlain(item, lastRaw)) {
      raw.push(lastRaw)
      results.push(lastResult)
      continue
    }
    same = false
    const checked = checkOne(item, position, source, suggest)
    raw.push(checked.raw)
    results.push(isContribution(checked.result) ? keepIdentity(checked.result, earlier) : checked.result)
  }
  return same ? before : { raw, results }
}

export type Suggest = (word: string, known: readonly string[]) => string | undefined

function checkOne(
  item: unknown,
  position: number,
  source: string,
  suggest: Suggest,
): { raw: Raw | undefined; result: Contribution | Problem } {
  let raw: Raw
  try {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      throw new RuleError('', `must be a service, got ${shown(item)}`)
    raw = copyRecord(item, '')
  } catch (error) {
    return { raw: undefined, result: invalidService(`#${position + 1}`, [messageOf(error)], undefined) }
  }
  const { origin: givenOrigin, ...fields } = raw
  const origin = typeof givenOrigin === 'string' ? givenOrigin.slice(0, 500) : undefined
  const parsed = parseService(fields, source, suggest)
  if ('service' in parsed) return { raw, result: { service: parsed.service, position, origin } }
  const id = typeof raw.id === 'string' ? raw.id.slice(0, 200) : `#${position + 1}`
  return { raw, result: invalidService(id, parsed.mistakes, origin) }
}

function keepIdentity(result: Contribution, earlier: ReadonlyMap<string, Service>): Contribution {
  const before = earlier.get(result.service.id)
  return before !== undefined && sameService(before, result.service) ? { ...result, service: before } : result
}

/** Whether two checked services say the same. */
export function sameService(a: Service, b: Service): boolean {
  return samePlain(a, b as unknown as JsonValue)
}

import { copyRecord } from '../rules/plain.ts'
import { parseService } from '../rules/service-rules.ts'
import type { Service } from '../service.ts'

/** A service that comes back from outside, checked by every rule; undefined when it breaks one. */
export function readService(value: unknown): Service | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  try {
    const { source, ...fields } = copyRecord(value, '')
    if (typeof source !== 'string') return undefined
    const parsed = parseService(fields, source, () => undefined)
    return 'service' in parsed ? parsed.service : undefined
  } catch {
    return undefined
  }
}

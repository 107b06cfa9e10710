import { ProxymError } from '../problem.ts'
import { copyRecord, samePlain } from '../rules/plain.ts'
import { shown } from '../rules/rule-error.ts'
import { parseService, serviceFields } from '../rules/service-rules.ts'
import type { JsonValue, Service } from '../service.ts'
import { invalidAnnotation } from './errors.ts'
import { type Suggest, sameService } from './key-contents.ts'

/** What a tap last did to a service: the fields that it changed (never hosts), or that it left it out. */
export type Patch = Readonly<Partial<Service>> | 'left out'

/** What one tap made of one service. */
export interface Annotated {
  readonly output: Service | null
  readonly patch: Patch
}

const PATCHED = serviceFields.filter(field => field !== 'id' && field !== 'hosts')

/**
 * Read what an annotate tap returned, checked like anything from outside.
 *
 * @throws ProxymError `PROXYM_ANNOTATE_INVALID` when it is no valid service, or another one
 */
export function readAnnotation(input: Service, returned: unknown, suggest: Suggest): Annotated {
  if (returned === undefined || returned === input) return { output: input, patch: {} }
  if (returned === null) return { output: null, patch: 'left out' }
  if (typeof returned !== 'object')
    throw new ProxymError(invalidAnnotation(input.id, [`must return a service, null or undefined, got ${shown(returned)}`]))
  const { source, ...fields } = copyRecord(returned, '')
  if (source !== input.source)
    throw new ProxymError(invalidAnnotation(input.id, [`\`source\` must stay ${shown(input.source)}, got ${shown(source)}`]))
  if (fields.id !== input.id)
    throw new ProxymError(invalidAnnotation(input.id, [`\`id\` must stay ${shown(input.id)}, got ${shown(fields.id)}`]))
  const parsed = parseService(fields, input.source, suggest)
  if ('mistakes' in parsed) throw new ProxymError(invalidAnnotation(input.id, parsed.mistakes))
  const output = sameService(parsed.service, input) ? input : parsed.service
  return { output, patch: patchOf(input, output) }
}

/** Lay what a tap last changed over the current service. */
export function applyPatch(service: Service, patch: Patch): Service | null {
  if (patch === 'left out') return null
  const patched: Service = { ...service, ...patch }
  return sameService(patched, service) ? service : Object.freeze(patched)
}

function patchOf(input: Service, output: Service): Patch {
  const changed = PATCHED.filter(field => !samePlain(output[field], input[field] as JsonValue))
  return Object.freeze(Object.fromEntries(changed.map(field => [field, output[field]])))
}

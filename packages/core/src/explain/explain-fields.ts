import type { Trace } from '../cycle/trace.ts'
import { samePlain } from '../rules/plain.ts'
import { serviceFields } from '../rules/service-rules.ts'
import type { JsonValue, Service } from '../service.ts'
import type { FieldChange, FieldExplanation } from './explanation.ts'

type Field = Exclude<(typeof serviceFields)[number], 'id'>

const CLAIMS = 'core/claims'
const fields = serviceFields.filter((field): field is Field => field !== 'id')

/** Every field of a service: its value, who gave it, and what each tap made of it. */
export function explainFields({
  claimants: [owner],
  given,
  steps,
  annotated,
  shown,
  settled,
}: Trace): readonly FieldExplanation[] {
  const service = settled ?? shown ?? annotated ?? owner?.contribution.service
  if (service === undefined) return []
  const fieldsGiven = given()
  return fields.map(name => ({
    name,
    value: fieldOf(service, name),
    givenBy: owner === undefined ? '' : fieldsGiven.has(name) ? owner.tap.id : 'default',
    changes: [
      ...steps.flatMap(({ tap, input, output }) => (output === null ? [] : changeOf(name, tap, input, output))),
      ...(shown === undefined || settled === undefined ? [] : changeOf(name, CLAIMS, shown, settled)),
    ],
  }))
}

function changeOf(name: Field, by: string, from: Service, to: Service): readonly FieldChange[] {
  const [before, after] = [fieldOf(from, name), fieldOf(to, name)]
  return samePlain(before, after) ? [] : [{ by, before, after }]
}

function fieldOf(service: Service, name: Field): JsonValue {
  // Hosts and lists are plain data too, which their types do not say.
  return service[name] as unknown as JsonValue
}

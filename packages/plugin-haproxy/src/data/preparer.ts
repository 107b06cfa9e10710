import type { Service } from '@proxym/core'
import { between, sameEnds, withBetween } from '../text/same-ends.ts'
import { type Prepared, type PrepareOptions, prepareService } from './template-service.ts'

/** Prepares services of lists that follow each other: each once, and where they stand as they stood without a look. */
export function createPreparer(options: PrepareOptions): (services: readonly Service[]) => readonly Prepared[] {
  const known = new WeakMap<Service, Prepared>()
  let last: { readonly services: readonly Service[]; readonly prepared: readonly Prepared[] } = { services: [], prepared: [] }
  const prepare = (service: Service): Prepared => {
    const prepared = known.get(service) ?? prepareService(service, options)
    known.set(service, prepared)
    return prepared
  }
  return services => {
    const ends = sameEnds(last.services, services)
    last = { services, prepared: withBetween(last.prepared, ends, between(services, ends).map(prepare)) }
    return last.prepared
  }
}

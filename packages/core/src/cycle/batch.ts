import type { ServiceBatch, ServiceInput } from '../hooks/contract.ts'
import { ProxymError } from '../problem.ts'
import { addInKeyedCall, badBatchValue, batchClosed, mixedBatch } from './errors.ts'

/** The key under which everything lies that a source gave with `add`. */
export const WHOLE = ''

/** What one call delivered, as given: nothing is checked yet. */
export interface Delivery {
  readonly kind: 'nothing' | 'whole' | 'keyed'
  readonly given: ReadonlyMap<string, readonly unknown[]>
  readonly kept: ReadonlyMap<string, unknown>
}

const MOST = 200_000

/** Collect what one call of a source reports, and refuse what comes after its end. */
export function createBatch(tap: string, refuseAdd: boolean): { readonly services: ServiceBatch; close(): Delivery } {
  const given = new Map<string, readonly unknown[]>()
  const kept = new Map<string, unknown>()
  let method: 'add' | 'set' | undefined
  let closed = false

  const enter = (name: 'add' | 'set' | 'keep'): void => {
    const kind = name === 'add' ? 'add' : 'set'
    // A late add() of an abandoned call must not reach the next cycle.
    if (closed) throw new ProxymError(batchClosed(tap))
    if (method !== undefined && method !== kind) throw new ProxymError(mixedBatch(tap, name, method))
    if (kind === 'add' && refuseAdd) throw new ProxymError(addInKeyedCall(tap))
    method = kind
  }
  const services: ServiceBatch = {
    add(...added: readonly ServiceInput[]) {
      enter('add')
      given.set(WHOLE, [...(given.get(WHOLE) ?? []), ...added])
    },
    set(key, list) {
      enter('set')
      if (typeof key !== 'string' || key === WHOLE)
        throw new ProxymError(badBatchValue(tap, 'set', `the key ${JSON.stringify(key)}`))
      if (typeof list !== 'object' || list === null || !(Symbol.iterator in list)) {
        throw new ProxymError(badBatchValue(tap, 'set', `${typeof list} for \`${key}\` where a list of services belongs`))
      }
      given.set(
        key,
        takeAll(list, () => new ProxymError(badBatchValue(tap, 'set', `more than ${MOST} services for \`${key}\``))),
      )
      kept.delete(key)
    },
    keep(key, error) {
      enter('keep')
      if (typeof key !== 'string' || key === WHOLE)
        throw new ProxymError(badBatchValue(tap, 'keep', `the key ${JSON.stringify(key)}`))
      kept.set(key, error)
      given.delete(key)
    },
  }
  const close = (): Delivery => {
    closed = true
    return { kind: method === undefined ? 'nothing' : method === 'add' ? 'whole' : 'keyed', given, kept }
  }
  return { services: Object.freeze(services), close }
}

// An endless iterable must not take proxym with it.
function takeAll(list: Iterable<unknown>, tooMany: () => Error): readonly unknown[] {
  const all: unknown[] = []
  for (const item of list) {
    if (all.length >= MOST) throw tooMany()
    all.push(item)
  }
  return all
}

import { serviceFields as known } from '@proxym/core'

/** Service fields that a file may give, by their lower-case spelling. Existing files write `ApplicationProtocol`, new ones `applicationProtocol`. */
export const serviceFields = spellings([...known, 'source', 'origin'])

/** Host fields that a file may give, by their lower-case spelling. */
export const hostFields = spellings(['ip', 'port', 'weight', 'metadata'])

/** Keys that would reach into the prototype of an object somewhere later. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function spellings(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map(name => [name.toLowerCase(), name]))
}

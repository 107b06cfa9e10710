import type { JsonValue } from '../service.ts'
import { RuleError } from './rule-error.ts'

const MAX_DEPTH = 64

/**
 * Copy outside data into plain, frozen JSON with sorted keys; undefined fields are dropped.
 *
 * @throws RuleError for what JSON cannot hold, for `__proto__` keys, and below 64 levels (which is how a cycle shows)
 */
export function copyPlain(value: unknown, path: string, depth = 0): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RuleError(path, `must be a finite number, got ${value}`)
    return value
  }
  if (typeof value !== 'object') throw new RuleError(path, `must be plain data, got ${typeof value}`)
  if (depth >= MAX_DEPTH) throw new RuleError(path, `is nested deeper than ${MAX_DEPTH} levels or refers to itself`)
  if (Array.isArray(value))
    return Object.freeze(Array.from(value, (item, index) => copyPlain(item, `${path}[${index}]`, depth + 1)))
  return copyRecord(value, path, depth)
}

/** As `copyPlain`, for a value that must be a record. */
export function copyRecord(value: object, path: string, depth = 0): Readonly<Record<string, JsonValue>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new RuleError(path, `must be a plain object, got ${value.constructor?.name ?? 'an instance'}`)
  }
  const copy: Record<string, JsonValue> = {}
  for (const key of Object.keys(value).sort()) {
    if (key === '__proto__') throw new RuleError(path, 'must not have a key `__proto__`')
    const item = (value as Record<string, unknown>)[key]
    if (item !== undefined) copy[key] = copyPlain(item, path === '' ? key : `${path}.${key}`, depth + 1)
  }
  return Object.freeze(copy)
}

/** Whether outside data says the same as an earlier copy of it. Data that cannot be read is not the same. */
export function samePlain(value: unknown, copy: JsonValue | undefined): boolean {
  try {
    return same(value, copy, 0)
  } catch {
    return false
  }
}

function same(value: unknown, copy: JsonValue | undefined, depth: number): boolean {
  if (value === copy) return true
  if (typeof value !== 'object' || typeof copy !== 'object' || value === null || copy === null || depth > MAX_DEPTH) return false
  if (Array.isArray(value) !== Array.isArray(copy)) return false
  if (Array.isArray(value) && Array.isArray(copy)) {
    if (value.length !== copy.length) return false
    // Not `every`, which skips the holes of a sparse list.
    for (let index = 0; index < copy.length; index++) if (!same(value[index], copy[index], depth + 1)) return false
    return true
  }
  const left = value as Record<string, unknown>
  const right = copy as Record<string, JsonValue>
  let count = 0
  for (const key in left) {
    if (!Object.hasOwn(left, key) || left[key] === undefined) continue
    if (!Object.hasOwn(right, key) || !same(left[key], right[key], depth + 1)) return false
    count++
  }
  return count === Object.keys(right).length
}

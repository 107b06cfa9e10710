import type { LogFields } from './logger.ts'
import { plainError } from './plain-error.ts'
import { plainText } from './plain-text.ts'
import { isSecretKey, redacted } from './redact.ts'

export type PlainScalar = string | number | boolean | null
/** What a field of a record can be: flat, JSON-serialisable, without secrets. */
export type PlainValue = PlainScalar | readonly PlainScalar[]
export type PlainFields = Readonly<Record<string, PlainValue>>

const unreadable = '[unreadable]'
const maxDepth = 6
const maxFields = 100
const maxItems = 50
const maxItemText = 1000
// The names that the line itself uses; a field of that name gets a final underscore.
const reserved = new Set(['level', 'time', 'msg', 'module'])

/** The fields of a log call, whatever they are: nested objects as `a.b`, errors as message and code, secrets as `***`. */
export function plainFields(fields: LogFields, withStack: boolean): PlainFields {
  const out = new Map<string, PlainValue>()
  try {
    if (typeof fields === 'object' && fields !== null) collect(out, '', fields, 0, withStack)
  } catch {
    out.set('fields', unreadable)
  }
  return Object.fromEntries(out)
}

function collect(out: Map<string, PlainValue>, prefix: string, value: object, depth: number, withStack: boolean): void {
  const names = Object.keys(value)
  if (names.length === 0 && prefix !== '') out.set(prefix, '{}')
  for (const name of names) {
    if (out.size >= maxFields) return
    const key = plainText(prefix === '' && reserved.has(name) ? `${name}_` : `${prefix === '' ? '' : `${prefix}.`}${name}`)
    // A getter or a proxy of a plugin may throw; a log line must not.
    try {
      const part: unknown = (value as Record<string, unknown>)[name]
      if (isSecretKey(name) && part !== undefined && part !== null && part !== '') out.set(key, redacted)
      else addValue(out, key, part, depth, withStack)
    } catch {
      out.set(key, unreadable)
    }
  }
}

function addValue(out: Map<string, PlainValue>, key: string, value: unknown, depth: number, withStack: boolean): void {
  if (value === undefined) return
  if (value === null || typeof value !== 'object') out.set(key, plainScalar(value))
  else if (value instanceof Error) {
    const codeKey = depth === 0 && !out.has('code') ? 'code' : `${key}.code`
    for (const [name, text] of plainError(key, codeKey, value, withStack)) if (!out.has(name)) out.set(name, text)
  } else if (depth >= maxDepth) out.set(key, '[deeper]')
  else if (Array.isArray(value) || value instanceof Set) out.set(key, plainItems([...value], depth))
  else if (value instanceof Map) collect(out, key, Object.fromEntries(value), depth + 1, withStack)
  else if (value instanceof Date) out.set(key, Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString())
  else if (value instanceof URL) out.set(key, plainText(value.href))
  else if (ArrayBuffer.isView(value)) out.set(key, `[${value.byteLength} bytes]`)
  else collect(out, key, value, depth + 1, withStack)
}

function plainScalar(value: unknown): PlainScalar {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return typeof value === 'function' ? '[function]' : plainText(String(value))
}

function plainItems(items: readonly unknown[], depth: number): readonly PlainScalar[] {
  const plain = items.slice(0, maxItems).map(item => {
    if (item === null || typeof item !== 'object') return plainScalar(item)
    const nested = new Map<string, PlainValue>()
    // Lists of lists multiply: below a list only one more level is shown.
    addValue(nested, 'item', item, Math.max(depth + 1, maxDepth - 1), false)
    const [first] = nested.values()
    return nested.size === 1 && nested.has('item') && !Array.isArray(first)
      ? (first as PlainScalar)
      : plainText(JSON.stringify(itemObject(nested)), maxItemText)
  })
  return items.length > maxItems ? [...plain, `… ${items.length - maxItems} more`] : plain
}

function itemObject(nested: ReadonlyMap<string, PlainValue>): unknown {
  return nested.get('item') ?? Object.fromEntries([...nested].map(([key, value]) => [key.replace(/^item\./, ''), value]))
}

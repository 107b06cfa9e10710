import type { JsonValue, ServiceInput } from '@proxym/core'
import { isMap, isScalar, isSeq } from 'yaml'
import { decode } from './decode.ts'
import { textProblem } from './errors.ts'
import { hostFields, serviceFields } from './field-names.ts'
import { createNodeReader, type NodeReader } from './node-reader.ts'
import { parseText } from './parse-text.ts'

/** The depth at which the values of a service begin: list, service, field. */
const fieldDepth = 3

/**
 * Read the content of one file: one service or a list, keys of services and hosts in any case. Fields are checked by
 * core; here it is made sure that they are plain values that can be named.
 *
 * @throws ProxymError with the place of every mistake
 */
export function toServices(path: string, bytes: Uint8Array): readonly ServiceInput[] {
  const parsed = parseText(path, decode(path, bytes))
  const reader = createNodeReader(parsed)
  const root = reader.resolve(parsed.root)
  if (!isMap(root) && !isSeq(root)) reader.mistake(textProblem.topLevel(reader.place(root), describe(root)))
  const services = isSeq(root)
    ? root.items.flatMap((item, index) => toService(reader, item, `[${index}]`))
    : toService(reader, root, '')
  reader.finish()
  return services
}

function toService(reader: NodeReader, given: unknown, label: string): readonly ServiceInput[] {
  const node = label === '' ? given : reader.resolve(given)
  if (!isMap(node)) {
    if (label !== '') reader.mistake(textProblem.noService(reader.place(given), label, describe(node)))
    return []
  }
  const fields: Record<string, JsonValue> = {}
  for (const { key, written, value, place } of reader.entries(node, spelling(serviceFields))) {
    // Only editors read it.
    if (key === '$schema' && label === '') continue
    if (key === 'origin') reader.mistake(textProblem.unknownField(place, written))
    const plain = key === 'hosts' ? toHosts(reader, value) : reader.plain(value, fieldDepth)
    // `null` is how existing files and empty YAML lines say "not given"; `Source` is in files of the first proxym.
    if (plain !== null && key !== 'source' && key !== 'origin') fields[key] = plain
  }
  const origin = reader.place(given).replace(/:\d+$/, '')
  // Core checks each field; here nothing is known of them but that they are JSON.
  return [{ ...fields, origin } as unknown as ServiceInput]
}

function toHosts(reader: NodeReader, given: unknown): JsonValue {
  const node = reader.resolve(given)
  if (!isSeq(node)) return reader.plain(node, fieldDepth)
  return node.items.map(item => {
    const host = reader.resolve(item)
    if (!isMap(host)) return reader.plain(host, fieldDepth + 1)
    const fields = reader
      .entries(host, spelling(hostFields))
      .map(({ key, value }) => [key, reader.plain(value, fieldDepth + 2)] as const)
    return Object.fromEntries(fields.filter(([, value]) => value !== null))
  })
}

/** A key in its proper spelling; one that is unknown stays as it is written, so that core can name it. */
const spelling = (names: ReadonlyMap<string, string>) => (key: string) => names.get(key.toLowerCase()) ?? key

function describe(node: unknown): string {
  if (isMap(node)) return 'an object'
  if (isSeq(node)) return 'a list'
  const value = isScalar(node) ? node.value : null
  return value === null || value === undefined ? 'nothing' : `${JSON.stringify(value)?.slice(0, 60) ?? String(value)}`
}

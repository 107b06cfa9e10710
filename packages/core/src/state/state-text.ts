import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { createBreathe } from '../cycle/breathe.ts'
import type { JsonValue, Service } from '../service.ts'
import { readService } from './read-service.ts'
import type { Remembered } from './remembered.ts'

/*
 * A state file is lines of JSON: a header, then one line for each thing, so that neither writing nor reading ever keeps the process
 * from answering for long. The last line is the checksum of all before it: what was cut off anywhere has none.
 */
const format = 'proxym state'
const version = 1
const about = z.object({ format: z.literal(format), version: z.int() })
const header = z.discriminatedUnion('kind', [
  z.strictObject({ ...about.shape, kind: z.literal('source'), tap: z.string() }),
  z.strictObject({ ...about.shape, kind: z.literal('value'), plugin: z.string(), key: z.string() }),
  z.strictObject({ ...about.shape, kind: z.literal('services'), plugin: z.string(), key: z.string() }),
])
const line = z.tuple([z.enum(['key', 'raw', 'shown', 'service', 'value']), z.custom<JsonValue>(value => value !== undefined)])

const sealLength = 'sha256 '.length + 64 + 1
const chunkBytes = 64 * 1024
const hashedAtOnce = 1024 * 1024

/** Why a file is not used. */
export type Unusable = 'damaged' | 'of another version'

/** Write what is remembered as text, piece by piece, with a turn for others between. */
export async function* textOf(remembered: Remembered): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const breathe = createBreathe()
  let text = ''
  const take = (): Buffer => {
    const bytes = Buffer.from(text)
    hash.update(bytes)
    text = ''
    return bytes
  }
  for (const item of linesOf(remembered)) {
    text += `${JSON.stringify(item)}\n`
    await breathe()
    if (text.length >= chunkBytes) yield take()
  }
  yield take()
  yield Buffer.from(`sha256 ${hash.digest('hex')}\n`)
}

function* linesOf(remembered: Remembered): Generator<JsonValue> {
  const { kind } = remembered
  if (kind === 'source') {
    yield { format, version, kind, tap: remembered.tap }
    for (const [key, services] of remembered.answer) {
      yield ['key', key]
      for (const service of services) yield ['raw', service]
    }
    for (const service of remembered.shown) yield ['shown', service as unknown as JsonValue]
    return
  }
  yield { format, version, kind, plugin: remembered.plugin, key: remembered.key }
  if (kind === 'value') yield ['value', remembered.value]
  else for (const service of remembered.services) yield ['service', service as unknown as JsonValue]
}

/** Read such a text. Services pass the rules again: one that does not is left out. Never rejects. */
export async function readText(bytes: Buffer): Promise<Remembered | Unusable> {
  try {
    const firstEnd = bytes.indexOf(10)
    const first: unknown = JSON.parse(bytes.toString('utf8', 0, Math.max(firstEnd, 0)))
    if (about.parse(first).version !== version) return 'of another version'
    const end = bytes.length - sealLength
    if (bytes.toString('latin1', Math.max(end, 0)) !== `sha256 ${await hashOf(bytes.subarray(0, Math.max(end, 0)))}\n`)
      return 'damaged'
    return await readLines(header.parse(first), bytes.subarray(firstEnd + 1, end))
  } catch {
    return 'damaged'
  }
}

async function hashOf(bytes: Buffer): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += hashedAtOnce) {
    if (at > 0) await setImmediate()
    hash.update(bytes.subarray(at, at + hashedAtOnce))
  }
  return hash.digest('hex')
}

async function readLines(head: z.infer<typeof header>, bytes: Buffer): Promise<Remembered> {
  const answer: [string, JsonValue[]][] = []
  const services: Service[] = []
  const values: JsonValue[] = []
  const breathe = createBreathe()
  for (let at = 0, end = bytes.indexOf(10); end !== -1; at = end + 1, end = bytes.indexOf(10, at)) {
    const [word, value] = line.parse(JSON.parse(bytes.toString('utf8', at, end)))
    if (word === 'key') answer.push([z.string().parse(value), []])
    else if (word === 'raw') answer.at(-1)?.[1].push(value)
    else if (word === 'value') values.push(value)
    else {
      const service = readService(value)
      if (service !== undefined) services.push(service)
    }
    await breathe()
  }
  if (head.kind === 'source') return { kind: head.kind, tap: head.tap, answer, shown: services }
  const { plugin, key } = head
  if (head.kind === 'services') return { kind: head.kind, plugin, key, services }
  return { kind: head.kind, plugin, key, value: values[0] ?? null }
}

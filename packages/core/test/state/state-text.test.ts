import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseService } from '../../src/rules/service-rules.ts'
import type { JsonValue, Service } from '../../src/service.ts'
import type { Remembered } from '../../src/state/remembered.ts'
import { readText, textOf } from '../../src/state/state-text.ts'

async function bytesOf(remembered: Remembered): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of textOf(remembered)) pieces.push(piece)
  return Buffer.concat(pieces)
}

const service = fc
  .record({
    id: fc.stringMatching(/^[A-Za-z0-9._:/-]{1,20}$/),
    domains: fc.array(fc.domain(), { maxLength: 3 }),
    port: fc.nat(65_535),
    servicePort: fc.nat(65_535),
    listenPort: fc.nat(65_535),
    applicationProtocol: fc.constantFrom('', 'http', 'HTTP', 'x.y+z'),
    transportProtocol: fc.constantFrom('', 'tcp', 'udp'),
    proxyPath: fc.constantFrom('', '/', '/a/', 'b/c', '/a.b~c'),
    config: fc.constantFrom('', 'timeout server 20s\r\n\tmaxconn 3', 'ö"\\'),
    hosts: fc.array(
      fc.record({ ip: fc.ipV4(), port: fc.integer({ min: 1, max: 65_535 }), weight: fc.nat(200), metadata: fc.constant({}) }),
      { maxLength: 3 },
    ),
    metadata: fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 3 })),
  })
  .map(fields => parseService(JSON.parse(JSON.stringify(fields)), 'File', () => undefined))
  .filter(result => 'service' in result)
  .map(({ service }): Service => service)
const json = fc.jsonValue({ maxDepth: 4 }).map(value => JSON.parse(JSON.stringify(value)) as JsonValue)
const anything: fc.Arbitrary<Remembered> = fc.oneof(
  fc.record({
    kind: fc.constant('source' as const),
    tap: fc.string({ unit: 'binary' }),
    answer: fc.array(fc.tuple(fc.string(), fc.array(json, { maxLength: 4 })), { maxLength: 4 }),
    shown: fc.array(service, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('value' as const), plugin: fc.string(), key: fc.string(), value: json }),
  fc.record({
    kind: fc.constant('services' as const),
    plugin: fc.string(),
    key: fc.string(),
    services: fc.array(service, { maxLength: 4 }),
  }),
)
const [web] = fc.sample(service, { numRuns: 1, seed: 7 })
const small: Remembered = {
  kind: 'source',
  tap: 'file/files',
  answer: [['web.yaml', [{ id: 'web', domains: ['web.example.com'] }]]],
  shown: web === undefined ? [] : [web],
}

test('what is read is what was written, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(anything, async remembered => {
      // Names that are no whole characters are written as what stands for such.
      const wellFormed = JSON.parse(JSON.stringify(remembered).toWellFormed()) as unknown
      expect(JSON.parse(JSON.stringify(await readText(await bytesOf(remembered))))).toEqual(wellFormed)
    }),
  )
})

test('cut off after any byte it is damaged', async () => {
  const bytes = await bytesOf(small)
  expect(bytes.length).toBeGreaterThan(400)
  for (let length = 0; length < bytes.length; length++)
    expect(await readText(bytes.subarray(0, length)), `${length} bytes`).toBe('damaged')
})

test('with any bit changed it is not used', async () => {
  const bytes = await bytesOf(small)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    expect(typeof (await readText(changed)), `bit ${bit}`).toBe('string')
  }
})

test('two texts behind each other, or one with something behind it, are damaged', async () => {
  const bytes = await bytesOf(small)
  expect(await readText(Buffer.concat([bytes, bytes]))).toBe('damaged')
  expect(await readText(Buffer.concat([bytes, Buffer.from('\n')]))).toBe('damaged')
})

test('a newer version is told apart', async () => {
  const bytes = Buffer.from((await bytesOf(small)).toString().replace('"version":1', '"version":2'))
  expect(await readText(bytes)).toBe('of another version')
})

test('a service that breaks a rule is left out, although its checksum is right', async () => {
  const bad = { ...web, id: 'a b' } as Service
  const bytes = await bytesOf({ ...small, kind: 'source', shown: [bad, ...small.shown] })
  expect(await readText(bytes)).toEqual(small)
})

import { ProxymError } from '@proxym/core'
import fc from 'fast-check'
import { expect } from 'vitest'
import { toServices } from '../../src/to-services.ts'

/** A valid file of each kind. */
export const json = JSON.stringify(
  [{ id: 'web', domains: ['a.example.com'], hosts: [{ ip: '::1', port: 80 }], metadata: { k: [1, null, true] } }],
  null,
  2,
)
const yaml =
  '- id: web\n  domains: [a.example.com]\n  hosts: &h\n    - { ip: "::1", port: 80 }\n  config: |\n    option x\n- id: b\n  hosts: *h\n'

/** YAML has a -0, and JSON has none. Everything else stays what it is. */
function withoutMinusZero(value: unknown): unknown {
  if (value === 0) return 0
  if (Array.isArray(value)) return value.map(withoutMinusZero)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutMinusZero(item)]))
}

/** What the parser may do: plain objects that survive JSON, or an error that names the file. */
export function expectSound(path: string, bytes: Uint8Array): void {
  try {
    const services = toServices(path, bytes)
    if (bytes.length < 1000) expect(toServices(path, bytes)).toEqual(services)
    for (const service of services) expect(service.origin).toMatch(/^\/s\/a\.\w+:\d+$/)
    expect(JSON.parse(JSON.stringify(services))).toEqual(withoutMinusZero(services))
  } catch (error) {
    if (!(error instanceof ProxymError)) throw error
    for (const { where, message } of error.problems) {
      expect(where).toMatch(/^\/s\/a\.\w+(:\d+:\d+)?$/)
      expect(message.length).toBeLessThan(300)
    }
  }
}

const path = fc.constantFrom('/s/a.json', '/s/a.yaml')

const piece = fc.constantFrom(
  ...'[]{}:,-?&*!|>%@`"\'#\\\n\t .0aé'.split(''),
  '---',
  '...',
  '<<: ',
  '&a',
  '*a',
  '!!map',
  'id: x',
  '"id":',
  '\r\n',
  '%YAML 1.1\n---\n',
)
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(5),
  insert: fc.uint8Array({ maxLength: 4 }),
})

/** What may come as a file. */
export const properties: Readonly<Record<string, fc.IRawProperty<unknown>>> = {
  'any bytes': fc.property(path, fc.uint8Array({ maxLength: 200 }), (name, bytes) => expectSound(name, bytes)),
  'any text made of what YAML and JSON are made of': fc.property(path, fc.array(piece, { maxLength: 60 }), (name, pieces) =>
    expectSound(name, Buffer.from(pieces.join(''))),
  ),
  'valid files with bytes changed, cut out or put in': fc.property(
    path,
    fc.constantFrom(json, yaml),
    fc.array(edit, { minLength: 1, maxLength: 5 }),
    (name, text, edits) => {
      let bytes = Buffer.from(text)
      for (const { at, remove, insert } of edits) {
        const start = Math.floor(at * bytes.length)
        bytes = Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + remove)])
      }
      expectSound(name, bytes)
    },
  ),
}

import fc from 'fast-check'
import { expect } from 'vitest'
import { copyRecord } from '../../src/rules/plain.ts'
import { RuleError } from '../../src/rules/rule-error.ts'
import { parseService } from '../../src/rules/service-rules.ts'
import type { JsonValue, Service } from '../../src/service.ts'
import { anything, textOf, trap } from './odd-values.ts'
import { never, outcome } from './outcome.ts'

/** Text that is nearly a name, an address or a path. */
export const word = textOf(
  'a',
  '.',
  '-',
  ':',
  '/',
  '*',
  '\n',
  ' ',
  '{',
  '}',
  'xn--',
  'é',
  '例え',
  '::1',
  '10.0.0.1',
  '..',
  '%',
  '$',
  '\\',
  '"',
  '0',
)
const near = fc.record(
  {
    id: word,
    domains: fc.oneof(fc.array(word, { maxLength: 3 }), anything),
    hosts: fc.oneof(
      fc.array(fc.record({ ip: word, port: fc.oneof(fc.integer(), anything), weight: fc.oneof(fc.integer(), anything) }), {
        maxLength: 3,
      }),
      anything,
    ),
    port: fc.oneof(fc.integer({ min: -2, max: 65_540 }), anything),
    servicePort: fc.oneof(fc.nat(70_000), anything),
    listenPort: fc.oneof(fc.nat(70_000), anything),
    applicationProtocol: fc.oneof(word, anything),
    transportProtocol: fc.oneof(word, anything),
    proxyPath: fc.oneof(word, anything),
    config: fc.oneof(word, anything),
    metadata: fc.oneof(fc.object(), anything),
  },
  { requiredKeys: [] },
)

/** Copy and check as the cycle does it; only the last step may refuse in its own words. */
function check(given: unknown): Service | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined
  let raw: Readonly<Record<string, JsonValue>>
  try {
    raw = copyRecord(given, '')
  } catch (error) {
    // A trap or getter of the value itself may throw anything: the cycle takes its message.
    if (error instanceof RuleError || error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError)
      return undefined
    throw error
  }
  const result = outcome(() => parseService(raw, 'Odd', () => undefined), never)
  return result !== undefined && 'service' in result ? result.service : undefined
}

const domain = /^(?:\*\.)?(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{1,63}(?<!-)$/
const path = /^(?:\/[!%&()*+,\-.0-9:<=>@A-Z[\]^_`a-z|~]+)*$/

/** What must hold of a service whatever it was made from. */
function expectSound(service: Service): void {
  expect(service.id).toMatch(/^[A-Za-z0-9._:/-]{1,200}$/)
  for (const name of service.domains) expect(name).toMatch(domain)
  expect(service.proxyPath).toMatch(path)
  for (const { ip, port, weight } of service.hosts) {
    expect(ip).toMatch(/^[a-z0-9.:-]{1,253}$/)
    expect(port >= 1 && port <= 65_535 && weight >= 0 && weight <= 256).toBe(true)
  }
  for (const port of [service.port, service.servicePort, service.listenPort]) expect(port >= 0 && port <= 65_535).toBe(true)
  for (const token of [service.applicationProtocol, service.transportProtocol]) expect(token).toMatch(/^[a-z0-9.+_-]{0,32}$/)
  expect(service.config).not.toMatch(/[^\P{Cc}\n\t]/u)
  // Taken once, taken again: the rules keep what they gave.
  const { source: _, ...fields } = service
  expect(parseService(fields as never, 'Odd', () => undefined)).toEqual({ service })
}

/** The rules of services: whatever is given, a service that keeps all of them, or reasons. */
export const serviceProperty = fc.property<[unknown, [string, () => unknown] | null]>(
  fc.oneof(anything, near),
  fc.option(fc.tuple(fc.constantFrom('', 'hosts', 'metadata', 'id'), trap)),
  (given, trapped) => {
    const [field, make] = trapped ?? ['']
    const spoiled = typeof given === 'object' ? { ...given, [field]: make?.() } : given
    const service = check(make === undefined ? given : field === '' ? make() : spoiled)
    if (service !== undefined) expectSound(service)
  },
)

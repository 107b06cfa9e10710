import type { Service } from '@proxym/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHaproxy } from '../../src/lint/index.ts'
import { type NginxDirective, parseNginx } from '../../src/lint/parse-nginx.ts'
import { openRenderer } from '../rig/render.ts'
import { host, service } from '../rig/service.ts'
import { payloads } from './payloads.ts'

/** Every (section, keyword) of a file: what an injection would add to. */
const pairs = {
  haproxy: (text: string) =>
    new Set(parseHaproxy(text).flatMap(({ kind, lines }) => [kind, ...lines.map(({ keyword }) => `${kind} ${keyword}`)])),
  nginx: (text: string) => new Set(directivesOf(parseNginx(text).directives)),
}

function directivesOf(directives: readonly NginxDirective[], path = ''): readonly string[] {
  return directives.flatMap(({ words: [name = ''], block }) => [
    `${path}${name}`,
    ...directivesOf(block ?? [], `${path}${name} `),
  ])
}

const neutral = (id: string, fields: Partial<Service> = {}) =>
  service({
    id,
    domains: [`${id}.example.com`],
    hosts: [host('10.0.0.1', 80)],
    metadata: { health: { path: '/health' } },
    ...fields,
  })

// One hostile value in each field that a template writes.
const attacks: readonly ((payload: string) => Partial<Service>)[] = [
  id => ({ id }),
  domain => ({ domains: [domain] }),
  domain => ({ domains: [`*.${domain}`] }),
  proxyPath => ({ proxyPath }),
  proxyPath => ({ proxyPath: `/${proxyPath}` }),
  ip => ({ hosts: [host(ip, 80)] }),
  path => ({ metadata: { health: { path: `/${path}` } } }),
  applicationProtocol => ({ applicationProtocol, listenPort: 9000 }),
]

const baseline = [
  neutral('plain'),
  neutral('pathed', { proxyPath: '/a' }),
  neutral('wild', { domains: ['*.wild.example.com'] }),
  neutral('named', { hosts: [host('app.example.com', 80)] }),
  neutral('any', { domains: [], proxyPath: '/any' }),
  neutral('tcp', { applicationProtocol: '', domains: [], listenPort: 9001 }),
]

const lookup = async () => ['10.0.0.7']

test.each(['haproxy', 'nginx'] as const)('%s: no hostile value in any field adds a directive', async template => {
  const run = openRenderer({ template, lookup })
  const allowed = pairs[template]((await run(baseline)).text)
  let written = 0
  for (const attack of attacks) {
    const hostile = payloads.map((payload, index) => ({ ...neutral(`s${index}`), ...attack(payload) }))
    // Core settles claims: each port belongs to one service.
    const [first, ...others] = hostile.filter(({ listenPort }) => listenPort !== 0)
    const services = [
      ...hostile.filter(({ listenPort }) => listenPort === 0),
      ...(first === undefined ? [] : [first, ...others.map(each => ({ ...each, listenPort: 0 }))]),
    ]
    const { text, problems } = await run(services)
    expect([...pairs[template](text)].filter(pair => !allowed.has(pair))).toEqual([])
    expect(text).not.toContain('SECRET"')
    written += services.length - problems.length
  }
  expect(payloads.length).toBeGreaterThan(500)
  // The encoding of ids, and free fields that no template writes, let their services live.
  expect(written).toBeGreaterThan(payloads.length)
})

test.each(['haproxy', 'nginx'] as const)('%s: no config text leaves its place', async template => {
  const run = openRenderer({ template })
  const hostile = payloads.map((payload, index) =>
    neutral(`s${index}`, {
      config: payload.replace('a.example.com', template === 'nginx' ? 'expires 1h;\n' : 'balance first\n'),
    }),
  )
  const { text, problems } = await run(hostile)
  const refused = new Set(problems.map(({ subject }) => subject))
  expect(refused.size).toBeGreaterThan(payloads.length / 2)
  const kept = hostile.filter(({ id }) => !refused.has(id)).map(each => ({ ...each, config: '' }))
  const blank = (await run(kept)).text
  // Without the config texts the file has the same sections, and every line of it stands in the full one.
  if (template === 'haproxy')
    expect(parseHaproxy(text).map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      parseHaproxy(blank).map(({ kind, name }) => `${kind} ${name}`),
    )
  const lines = new Set(text.split('\n'))
  expect(blank.split('\n').filter(line => !lines.has(line))).toEqual([])
  for (const word of template === 'haproxy'
    ? ['10.9.9.9', '/etc/shadow', 'SECRET', 'evil']
    : ['/etc/passwd', 'docker.sock', 'root /'])
    expect(text.split('\n').filter(line => line.includes(word) && !/^\s*#/.test(line))).toEqual([])
})

test('any services in any order give the same bytes', async () => {
  const name = fc.constantFrom('a.example.com', 'b.example.com', '*.example.com', '*.b.example.com')
  const any = fc.record({
    domains: fc.uniqueArray(name, { maxLength: 2 }),
    proxyPath: fc.constantFrom('', '/a', '/b'),
    listenPort: fc.constantFrom(0, 1001, 1002, 1003),
    applicationProtocol: fc.constantFrom('http', ''),
    hosts: fc
      .uniqueArray(fc.constantFrom('10.0.0.1', '::1', 'app.example.com'), { maxLength: 2 })
      .map(ips => ips.map(ip => host(ip, 80))),
  })
  for (const template of ['haproxy', 'nginx'] as const) {
    const run = openRenderer({ template, lookup })
    await fc.assert(
      fc.asyncProperty(fc.array(any, { maxLength: 8 }), fc.infiniteStream(fc.nat()), async (fields, noise) => {
        const ports = new Set<number>()
        const services = fields.map((field, index) => {
          const isFree = !ports.has(field.listenPort) && ports.add(field.listenPort)
          return service({ id: `/s/${index}`, ...field, listenPort: isFree ? field.listenPort : 0 })
        })
        const shuffled = services
          .map(each => ({ each, key: noise.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each)
        const { text } = await run(services)
        expect((await run(shuffled)).text).toBe(text)
        expect(text).toMatch(/[^\n]\n$/)
        expect(text).not.toMatch(/^[ \t]*$\n/m)
      }),
      { numRuns: 40 },
    )
  }
})

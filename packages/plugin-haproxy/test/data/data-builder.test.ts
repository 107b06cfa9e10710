import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDataBuilder, prepareService, type TemplateData, type TemplateService } from '../../src/data/index.ts'
import { host, service } from '../rig/service.ts'

const options = { reserved: [{ transport: 'tcp', from: 3, to: 4 }], vars: {} } as const
const any = fc.record({
  domains: fc.uniqueArray(fc.constantFrom('a.example.com', 'b.a.example.com', '*.example.com', '*.a.example.com'), {
    maxLength: 2,
  }),
  proxyPath: fc.constantFrom('', '/a', '/a/b'),
  listenPort: fc.integer({ min: 0, max: 6 }),
  applicationProtocol: fc.constantFrom('http', ''),
  transportProtocol: fc.constantFrom('tcp', 'udp'),
  hosts: fc.uniqueArray(
    fc.constantFrom('10.0.0.1', 'app.internal', 'db.internal').map(ip => host(ip, 80)),
    { maxLength: 2 },
  ),
})
/** Of each of a few services: left out, or one of its versions; an unchanged one is the same object. */
const versions = fc
  .array(fc.array(any, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 })
  .map(list =>
    list.map((fields, index) =>
      fields.flatMap(
        field => prepareService(service({ id: `s${index}`, ...field }), { syntax: 'none', configText: 'lint' }).service ?? [],
      ),
    ),
  )
const steps = fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 6 })

test('what a builder makes of one list after the other is what a fresh one makes of each', () => {
  fc.assert(
    fc.property(versions, steps, (services, choices) => {
      const build = createDataBuilder()
      for (const choice of choices) {
        const list = services.flatMap((of, index) => of[(choice[index] ?? 0) - 1] ?? [])
        const shuffled = choice[0] === 1 ? list.toReversed() : list
        const [kept, fresh] = [build(shuffled, options), createDataBuilder()(list, options)]
        expect(plain(kept.data)).toEqual(plain(fresh.data))
        expect(kept.denied).toEqual(fresh.denied)
      }
    }),
    { numRuns: 1000 },
  )
})

test('what belongs to an unchanged service is the same object again', () => {
  fc.assert(
    fc.property(versions, steps, (services, choices) => {
      const build = createDataBuilder()
      let before: TemplateData | undefined
      for (const choice of choices) {
        const { data } = build(
          services.flatMap((of, index) => of[(choice[index] ?? 0) - 1] ?? []),
          options,
        )
        // Made when it is first read.
        expect(data.sites).toBe(data.sites)
        if (before !== undefined) expectKept(before, data)
        before = data
      }
    }),
  )
})

function expectKept(before: TemplateData, now: TemplateData): void {
  const kept = new Set(before.services.filter(each => now.services.includes(each)))
  for (const name of ['routes', 'listeners'] as const) {
    const of = (all: TemplateData) => all[name].filter(({ service: owner }) => kept.has(owner))
    for (const item of name === 'routes' ? of(before) : []) expect(now[name]).toContain(item)
    expect(of(now).every(item => (before[name] as readonly unknown[]).includes(item))).toBe(true)
  }
  for (const site of now.sites) {
    const twin = before.sites.find(other => JSON.stringify(named(other)) === JSON.stringify(named(site)))
    if (twin?.routes.every(({ service: owner }) => kept.has(owner)) === true && sameServices(twin.routes, site.routes))
      expect(site).toBe(twin)
  }
  if (JSON.stringify(before.names) === JSON.stringify(now.names)) expect(now.names).toBe(before.names)
}

const named = ({ hosts, routes }: TemplateData['sites'][number]) => [hosts, routes.map(({ path, service: { id } }) => [path, id])]
const sameServices = (a: readonly { readonly service: TemplateService }[], b: readonly { readonly service: TemplateService }[]) =>
  a.every(({ service: owner }, index) => owner === b[index]?.service)

/** With everything that is made only when it is read. */
const plain = (data: TemplateData) => JSON.parse(JSON.stringify(data))

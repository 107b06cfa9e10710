import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openRenderer } from '../rig/render.ts'
import { host, service } from '../rig/service.ts'

const lookup = async () => ['10.0.0.7']

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

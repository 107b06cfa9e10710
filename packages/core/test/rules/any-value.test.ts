import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestProxym } from '../../src/testing.ts'
import { plugin, source, steady, web } from '../cycle/fake-plugins.ts'

/** What two healthy sources report, and the problems, while a third one reports this. */
async function beside(given: unknown, how: 'add' | 'set' = 'set') {
  const odd = source('odd', services => (how === 'add' ? services.add(given as never) : services.set('key', [given] as never)))
  const proxym = createTestProxym([steady('before', web('a')), odd, steady('after', web('z'))])
  const { services, problems, held } = await proxym.refresh()
  await proxym.stop()
  return { services, problems, held }
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
})
const fields = [
  'domains',
  'hosts',
  'port',
  'servicePort',
  'listenPort',
  'proxyPath',
  'config',
  'metadata',
  'source',
  'origin',
] as const
const almost = fc.record(
  { id: fc.constant('m'), ...Object.fromEntries(fields.map(field => [field, anything])) },
  { requiredKeys: ['id'] },
)

test('whatever comes in place of a service: nothing crashes, and what others report is the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(anything, almost), fc.constantFrom('add', 'set'), async (given, how) => {
      const { services, problems } = await beside(given, how)
      expect(services.filter(service => service.source !== 'odd')).toMatchObject([
        { id: 'a', domains: ['a.example.com'] },
        { id: 'z' },
      ])
      const taken = services.filter(service => service.source === 'odd')
      // Either it is taken, plain and frozen, or the reason is named.
      if (taken.length === 0) expect(problems.map(problem => problem.tap)).toContain('odd/all')
      for (const service of taken) {
        expect(Object.isFrozen(service)).toBe(true)
        expect(JSON.parse(JSON.stringify(service))).toEqual(service)
      }
    }),
    { numRuns: 300 },
  )
})

test('whatever an annotator returns: nothing crashes, and services that it leaves alone are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(anything, almost), async given => {
      const notes = plugin('notes', hooks =>
        hooks.annotate.tap('x', service => (service.id === 'm' ? (given as never) : undefined)),
      )
      const proxym = createTestProxym([steady('s', web('a'), web('m')), notes], { optional: ['notes'] })
      const { services } = await proxym.refresh()
      await proxym.stop()
      expect(services[0]).toMatchObject({ id: 'a', domains: ['a.example.com'] })
    }),
    { numRuns: 200 },
  )
})

const throwing = {
  id: 'm',
  get port(): number {
    throw new Error('getter')
  },
}
const cyclic: Record<string, unknown> = { id: 'm' }
cyclic['metadata'] = { cyclic }
const deep = Array.from({ length: 100 }).reduce<object>(inner => ({ inner }), {})

test.each<readonly [string, unknown, string]>([
  ['a getter that throws', throwing, 'getter'],
  ['a cycle', cyclic, 'is nested deeper than 64 levels or refers to itself'],
  ['too many levels', { id: 'm', metadata: deep }, 'is nested deeper than 64 levels'],
  ['a __proto__ key', JSON.parse('{"id":"m","metadata":{"__proto__":{"admin":true}}}'), 'must not have a key `__proto__`'],
  ['a __proto__ key at the top', JSON.parse('{"id":"m","__proto__":{"port":1}}'), 'must not have a key `__proto__`'],
  ['an instance', { id: 'm', metadata: new Map() }, '`metadata` must be a plain object, got Map'],
  ['a function', { id: 'm', metadata: { f: () => {} } }, '`metadata.f` must be plain data, got function'],
  ['no JSON number', { id: 'm', metadata: { n: Number.NaN } }, '`metadata.n` must be a finite number, got NaN'],
])('%s is left out with its reason', async (_, given, message) => {
  const { services, problems } = await beside(given)
  expect(services.map(service => service.id)).toEqual(['a', 'z'])
  expect(problems).toMatchObject([{ tap: 'odd/all', message: expect.stringContaining(message) }])
  expect(({} as { admin?: boolean }).admin).toBe(undefined)
})

test('a service of a source that fails its check is left out; the rest of its key goes on', async () => {
  const odd = source('odd', services => services.set('key', [web('good'), { ...web('bad'), port: -1, origin: 'apps.yaml:7' }]))
  const proxym = createTestProxym([odd])
  const { services, problems } = await proxym.refresh()
  expect(services.map(service => service.id)).toEqual(['good'])
  expect(problems).toMatchObject([{ code: 'PROXYM_SERVICE_INVALID', subject: 'bad', where: 'apps.yaml:7' }])
  await proxym.stop()
})

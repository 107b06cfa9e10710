import { afterEach, expect, test } from 'vitest'
import { createTestProxym, fakeGenerator, fakeSource, type TestProxym } from '../../src/testing.ts'
import { plugin } from '../cycle/fake-plugins.ts'

let proxym: TestProxym | undefined
afterEach(() => proxym?.stop())

const web = { id: 'web', domains: ['web.example.com'] }

function start(more = plugin('idle', () => {})) {
  const source = fakeSource([web])
  const generator = fakeGenerator()
  const made = createTestProxym([source, generator, more], { virtualTime: true, confirmMs: 0 })
  proxym = made
  return { proxym: made, source, generator }
}

test('a source that fails keeps its last good services, and heals by itself', async () => {
  const { proxym, generator, source } = start()
  await proxym.refresh()
  proxym.inject('fake-source/services', { fail: new Error('503 from the API'), times: 2 })
  const { services, problems, result } = await proxym.refresh()
  expect(services).toMatchObject([{ id: 'web' }])
  expect(result.stale).toEqual(['fake-source/services'])
  expect(problems.map(({ message }) => message).join()).toContain('503 from the API')
  const calls = source.calls.length
  await proxym.advance(10_000)
  expect(proxym.proxym.problems()).toEqual([])
  expect(source.calls.length).toBe(calls + 1)
  expect(generator.ids()).toEqual(['web'])
})

test('a generator that hangs is given up at its deadline, others are not delayed, and it is called again', async () => {
  const calls: string[] = []
  const { proxym, generator } = start(
    plugin('other', hooks =>
      hooks.generateConfig.tap('list', ({ services }) => void calls.push(services.map(({ id }) => id).join())),
    ),
  )
  proxym.inject('fake-generator/snapshots', { hang: true, times: 1 })
  await proxym.start()
  await proxym.advance(119_000)
  expect([calls, generator.ids()]).toEqual([['web', 'web'], undefined])
  await proxym.advance(2000)
  expect(proxym.log.map(({ message }) => message).join()).toContain('did not finish within 120000 ms')
  expect([generator.ids(), proxym.proxym.problems()]).toEqual([['web'], []])
})

test('a fault stays until it is healed', async () => {
  const { proxym } = start()
  proxym.inject('fake-source/services', { fail: 'no error, a text' })
  await proxym.refresh()
  await proxym.advance(600_000)
  expect(proxym.proxym.problems().map(({ tap }) => tap)).toContain('fake-source/services')
  proxym.heal('fake-source/services')
  await proxym.advance(60_000)
  expect(proxym.proxym.problems()).toEqual([])
})

test('a source that is late delivers into the next cycle', async () => {
  const { proxym, source, generator } = start()
  await proxym.start()
  await proxym.advance(1000)
  proxym.inject('fake-source/services', { lateMs: 5000 })
  source.report([web, { id: 'new' }])
  await proxym.advance(4000)
  expect(generator.ids()).toEqual(['web'])
  await proxym.advance(3000)
  expect(generator.ids()).toEqual(['new', 'web'])
})

test.each(['tap', 'tapPromise', 'tapAsync'] as const)('each kind of fault reaches a `%s`', async method => {
  const { proxym } = start(
    plugin('notes', hooks => {
      if (method === 'tap') hooks.annotate.tap('x', service => ({ ...service, proxyPath: '/x' }))
      if (method === 'tapPromise') hooks.annotate.tapPromise('x', async service => ({ ...service, proxyPath: '/x' }))
      if (method === 'tapAsync')
        hooks.annotate.tapAsync('x', (service, _call, done) => done(null, { ...service, proxyPath: '/x' }))
    }),
  )
  const path = async () => (await proxym.refresh()).services[0]?.proxyPath
  const message = () => proxym.proxym.problems().find(({ tap }) => tap === 'notes/x')?.message
  proxym.inject('notes/x', { fail: true })
  await path()
  expect(message()).toContain('injected into notes/x')
  proxym.inject('notes/x', { hang: true })
  await proxym.advance(60_000)
  expect(message()).toContain('within 5000 m')
  proxym.inject('notes/x', { lateMs: 100 })
  await proxym.advance(60_000)
  expect(await path()).toBe('/x')
  expect(message()).toBeUndefined()
})

test('a tap that does not exist is told, with the nearest that does', () => {
  const { proxym } = start()
  expect(() => proxym.inject('fake-source/service', { hang: true })).toThrow(
    'there is no tap `fake-source/service`. Did you mean `fake-source/services`?',
  )
})

import { expect, test, vi } from 'vitest'
import { createTestProxym } from '../../src/testing.ts'
import { plugin, web } from './fake-plugins.ts'
import { type Annotate, scriptedAnnotator } from './scripted-annotator.ts'
import { useScripted } from './use-scripted.ts'

const { scripted, current } = useScripted(scriptedAnnotator)
const broken = (): never => {
  throw new Error('boom')
}
const messages = () =>
  current()
    ?.proxym.proxym.problems()
    .map(problem => problem.message)

test('a service that it throws for changes nothing for the others', async () => {
  const { start, report, will, seen } = scripted()
  await start()
  will(service => (service.id === 'a' ? broken() : { ...service, proxyPath: '/new' }))
  await report(web('a', { port: 1 }), web('b', { port: 1 }), web('c'))
  expect([seen('a')?.proxyPath, seen('b')?.proxyPath, seen('c')?.proxyPath]).toEqual(['/noted', '/new', '/new'])
  expect(messages()).toEqual(['`notes/x` failed for service `a`; what was last annotated stays: boom'])
})

test('after a failure the fields that it last changed are laid over the current service, but never hosts', async () => {
  const { start, report, will, seen } = scripted()
  will(service => ({ ...service, domains: ['noted.example.com'], hosts: service.hosts.map(host => ({ ...host, weight: 7 })) }))
  await start()
  expect(seen('a')).toMatchObject({ domains: ['noted.example.com'], hosts: [{ ip: '10.0.0.1', weight: 7 }] })
  will(broken)
  await report(web('a', { port: 81, domains: ['own.example.com'], hosts: [{ ip: '10.0.0.9', port: 1 }] }))
  expect(seen('a')).toMatchObject({ port: 81, domains: ['noted.example.com'], hosts: [{ ip: '10.0.0.9', port: 1, weight: 1 }] })
  await report(web('a', { port: 82, domains: ['own.example.com'] }))
  expect(seen('a')).toMatchObject({ port: 82, domains: ['noted.example.com'] })
})

test('a service that it last left out stays out while it fails', async () => {
  const { start, report, will, record, seen, pass } = scripted()
  will(service => (service.id === 'a' ? null : undefined))
  await start()
  expect(record.ids()).toEqual(['b'])
  will(broken)
  await report(web('a', { port: 81 }), web('b', { port: 81 }))
  expect([record.ids(), seen('b')?.port]).toEqual([['b'], 81])
  will(() => undefined)
  await pass(2000)
  expect([record.ids(), messages()]).toEqual([['a', 'b'], []])
})

test('a service that was never annotated is left out with the reason', async () => {
  const { start, report, will, record } = scripted()
  await start()
  will(broken)
  await report(web('a'), web('b'), web('new'))
  expect(record.ids()).toEqual(['a', 'b'])
  expect(messages()).toEqual(['`notes/x` failed for service `new`; it is left out, since it was never annotated: boom'])
})

test('at cold start everything is held until each service was annotated once', async () => {
  const { start, will, record, proxym, pass } = scripted()
  will(service => (service.id === 'b' ? broken() : undefined))
  await start()
  expect(proxym.proxym.ready()).toEqual({
    ready: false,
    reasons: ['waiting for `notes/x` to annotate `b` before anything is written'],
  })
  expect(record.snapshots).toEqual([])
  will(() => undefined)
  await pass(3000)
  expect([record.ids(), proxym.proxym.ready().ready]).toEqual([['a', 'b'], true])
})

test('nothing is held for an optional annotator: what it fails for is left out', async () => {
  const { start, will, record } = scripted({ optional: ['notes'] })
  will(service => (service.id === 'b' ? broken() : undefined))
  await start()
  expect(record.ids()).toEqual(['a'])
})

test.each<readonly [string, Annotate, string]>([
  ['another id', service => ({ ...service, id: 'other' }), '`id` must stay "a", got "other"'],
  ['another source', service => ({ ...service, source: 'Other' }), '`source` must stay "lister", got "Other"'],
  ['a bad domain', service => ({ ...service, domains: ['no spaces.example.com'] }), '`domains[0]` is not a host name'],
  [
    'an unknown field',
    service => ({ ...service, domain: 'x' }) as never,
    '`domain` is not a field of a service; did you mean `domains`?',
  ],
  ['no service', () => 7 as never, 'must return a service, null or undefined, got 7'],
  ['a list', service => [service] as never, 'must be a plain object'],
])('%s is a failure: what was last annotated stays', async (_, wrong, message) => {
  const { start, report, will, seen } = scripted()
  await start()
  will(service => (service.id === 'a' ? wrong(service, {} as never) : undefined))
  await report(web('a', { port: 81 }), web('b'))
  expect(seen('a')).toMatchObject({ port: 81, proxyPath: '/noted' })
  expect(messages()?.join()).toContain(message)
})

test('each annotator goes on from what the one before it made, also when that one fails', async () => {
  let fails = false
  let port = 1
  const lister = plugin('lister', hooks => hooks.generateServices.tap('all', services => services.add(web('a', { port }))))
  const first = plugin('first', hooks =>
    hooks.annotate.tap('x', service => (fails ? broken() : { ...service, domains: [...service.domains, 'first.example.com'] })),
  )
  const second = plugin('second', hooks =>
    hooks.annotate.tap('x', service => ({ ...service, config: `${service.port} ${service.domains}` })),
  )
  const proxym = createTestProxym([lister, first, second])
  const read = async () => {
    const refreshed = proxym.refresh()
    await vi.advanceTimersByTimeAsync(2000)
    return (await refreshed).services
  }
  expect(await read()).toMatchObject([{ config: '1 a.example.com,first.example.com' }])
  fails = true
  port = 2
  expect(await read()).toMatchObject([{ config: '2 a.example.com,first.example.com' }])
  await proxym.stop()
})

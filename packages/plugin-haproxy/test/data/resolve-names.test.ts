import { expect, test } from 'vitest'
import { createNameResolver, type Lookup, prepareService } from '../../src/data/index.ts'
import { host, service } from '../rig/service.ts'

const prepared = (id: string, ...hosts: ReturnType<typeof host>[]) =>
  prepareService(service({ id, hosts }), { syntax: 'nginx', configText: 'lint' }).service ?? Promise.reject(new Error('refused'))

test('replaces names by all their addresses in order, each address and port once', async () => {
  const resolve = createNameResolver(async () => ['10.0.0.2', '10.0.0.1'])
  const { services, problems } = await resolve([
    await prepared('a', host('10.0.0.1', 80, 3), host('app', 80, 2), host('app', 81)),
  ])
  expect(services[0]?.hosts.map(({ ip, port, weight }) => `${ip}:${port} ${weight}`)).toEqual([
    '10.0.0.1:80 3',
    '10.0.0.2:80 2',
    '10.0.0.1:81 1',
    '10.0.0.2:81 1',
  ])
  expect(problems).toEqual([])
})

test('leaves services without names untouched and asks nobody', async () => {
  const resolve = createNameResolver(() => Promise.reject(new Error('asked')))
  const one = await prepared('a', host('10.0.0.1', 80), host('::1', 80))
  expect((await resolve([one])).services[0]).toBe(one)
})

test('leaves out a name that does not resolve, and keeps what is known when it stops to resolve', async () => {
  let answer: Lookup = async () => ['10.0.0.1']
  const resolve = createNameResolver(name => answer(name))
  const services = [await prepared('a', host('app', 80))]
  expect((await resolve(services)).services[0]?.hosts).toMatchObject([{ ip: '10.0.0.1' }])
  answer = () => Promise.reject(new Error('SERVFAIL'))
  expect(await resolve(services)).toMatchObject({ services: [{ hosts: [{ ip: '10.0.0.1' }] }], problems: [] })

  const fresh = createNameResolver(name => answer(name))
  const result = await fresh(services)
  expect(result.services[0]?.hosts).toEqual([])
  expect(result.problems).toMatchObject([
    { code: 'PROXYM_HOST_UNRESOLVED', subject: 'a', message: expect.stringContaining('SERVFAIL') },
  ])
})

test('waits for a silent name only so long, and uses a late answer the next time', async () => {
  const late = Promise.withResolvers<readonly string[]>()
  const resolve = createNameResolver(name => (name === 'slow' ? late.promise : Promise.resolve(['10.0.0.9'])), 20)
  const services = [await prepared('a', host('slow', 80)), await prepared('b', host('fast', 80))]
  const first = await resolve(services)
  expect(first.services.map(({ hosts }) => hosts.length)).toEqual([0, 1])
  expect(first.problems).toMatchObject([{ subject: 'a', message: expect.stringContaining('no answer in 20 ms') }])
  late.resolve(['10.0.0.1'])
  expect((await resolve(services)).services.map(({ hosts }) => hosts.length)).toEqual([1, 1])
})

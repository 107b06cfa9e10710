import { expect, test, vi } from 'vitest'
import type { ServiceBatch } from '../../src/hooks/contract.ts'
import { web } from './fake-plugins.ts'
import { idsOf, scriptedSource, useLive } from './scripted-source.ts'

const live = useLive()

test('a call for keys changes those only; one that throws makes those only stale and owed', async () => {
  const { calls, record, will } = scriptedSource(live)
  will(services => {
    services.set('a', [web('a')])
    services.set('b', [web('b')])
  })
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(services => services.set('a', [web('a2')]))
  live.keyed('a changed', { keys: ['a'] })
  await vi.advanceTimersByTimeAsync(300)
  expect([calls.at(-1), idsOf(record)]).toEqual([['a'], ['a2', 'b']])
  will(() => Promise.reject(new Error('timeout')))
  live.keyed('b changed', { keys: ['b'] })
  await vi.advanceTimersByTimeAsync(300)
  expect(live.proxym.proxym.status()).toMatchObject({ sources: { 'scripted/all': { state: 'fresh', staleKeys: ['b'] } } })
  will(services => services.set('b', []))
  await vi.advanceTimersByTimeAsync(1500)
  expect([calls.at(-1), idsOf(record), live.proxym.proxym.problems()]).toEqual([['b'], ['a2'], []])
})

test('keys of coalesced refreshes are united, and a full one swallows them', async () => {
  const { calls } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  live.keyed('1', { keys: ['x'] })
  live.keyed('2', { keys: ['z', 'y'] })
  live.keyed('3', { keys: ['y'] })
  await vi.advanceTimersByTimeAsync(1000)
  expect(calls.slice(1, 3)).toEqual([['x'], ['y', 'z']])
})

test.each<readonly [string, (services: ServiceBatch) => void, string]>([
  [
    'mixing add and set',
    services => {
      services.add(web('x'))
      services.set('k', [])
    },
    'called `set` after `add`',
  ],
  [
    'mixing keep and add',
    services => {
      services.keep('k', 'x')
      services.add()
    },
    'called `add` after `set`',
  ],
  ['no answer at all', () => {}, 'ended without reporting anything'],
  ['add in a call for keys, after set', services => services.add(web('x')), 'but it has used `set` before'],
  ['a key that is no text', services => services.set(7 as never, []), 'with the key 7'],
  ['a list that is none', services => services.set('k', 'abc' as never), 'where a list of services belongs'],
])('refuses %s, and keeps what it has', async (name, wrong, message) => {
  const { record, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(wrong)
  if (name.includes('for keys')) live.keyed('event', { keys: ['a'] })
  else live.keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  expect(idsOf(record)).toEqual(['a'])
  expect(
    live.proxym.proxym
      .problems()
      .map(problem => problem.message)
      .join(),
  ).toContain(message)
})

test('keep: the key stays as it was and is asked for again; a key that holds nothing is a problem only', async () => {
  const { calls, record, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(services => {
    services.keep('a', new Error('half a file'))
    services.keep('new', new Error('no permission'))
  })
  live.keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  expect(idsOf(record)).toEqual(['a'])
  expect(live.proxym.proxym.problems().map(({ subject, message }) => [subject, message])).toEqual([
    ['a', 'half a file'],
    ['new', 'no permission'],
  ])
  await vi.advanceTimersByTimeAsync(800)
  expect(calls.at(-1)).toEqual(['a', 'new'])
})

test('`add()` says none; a full answer replaces everything', async () => {
  const { record, will } = scriptedSource(live, { confirmMs: 0 })
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(services => services.add())
  live.keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  expect(idsOf(record)).toEqual([])
})

test('unchanged services keep their identity, and an unchanged answer gives the very same snapshot', async () => {
  const { record, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  const [first] = record.snapshots
  live.keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  expect(record.snapshots).toHaveLength(1)
  will(services => services.set('a', [web('a'), web('b')]))
  live.keyed('event')
  await vi.advanceTimersByTimeAsync(2000)
  const last = record.snapshots.at(-1)
  expect(last).not.toBe(first)
  expect(last?.services.find(service => service.id === 'a')).toBe(first?.services.find(service => service.id === 'a'))
})

test('what is owed is asked for again although other keys are answered all the time', async () => {
  const { calls, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will((services, { keys }) => {
    for (const key of keys ?? [])
      if (key === 'b') services.keep(key, 'half')
      else services.set(key, [])
  })
  live.keyed('b', { keys: ['b'] })
  for (let i = 0; i < 15; i++) {
    await vi.advanceTimersByTimeAsync(200)
    live.keyed('a', { keys: ['a'] })
  }
  expect(calls.filter(keys => keys?.includes('b')).length).toBeGreaterThan(1)
})

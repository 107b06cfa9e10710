import { expect, test, vi } from 'vitest'
import { createTestProxym } from '../../src/testing.ts'
import { plugin, recorder, source, web } from './fake-plugins.ts'
import { idsOf, scriptedSource, useLive } from './scripted-source.ts'

const live = useLive()

test('an event that arrives while the source is being read causes exactly one more read after it', async () => {
  const { calls, record, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(10)
  const gate = Promise.withResolvers<void>()
  will(async services => {
    await gate.promise
    services.set('a', [web('a', { port: calls.length })])
  })
  live.keyed('first')
  await vi.advanceTimersByTimeAsync(400)
  expect(calls).toHaveLength(2)
  for (let i = 0; i < 5; i++) live.keyed('while it is read')
  await vi.advanceTimersByTimeAsync(2000)
  expect(calls).toHaveLength(2)
  gate.resolve()
  await vi.advanceTimersByTimeAsync(2000)
  expect(calls).toHaveLength(3)
  expect(record.snapshots.at(-1)?.services.find(service => service.id === 'a')?.port).toBe(3)
})

test('a source that hangs after its first answer delays the change of another by at most 1.5 s', async () => {
  let port = 1
  let hangs = false
  let changed: () => void = () => {}
  const hanging = source('hanging', services => (hangs ? new Promise(() => {}) : services.add(web('hanging'))))
  const lively = plugin('lively', hooks => {
    hooks.notify.tap('watch', ({ refresh }) => {
      changed = () => refresh('changed')
    })
    hooks.generateServices.tap('all', services => services.add(web('lively', { port })))
  })
  const record = recorder()
  live.proxym = createTestProxym([hanging, lively, record.plugin])
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(10)
  hangs = true
  live.proxym.proxym.refresh('all')
  await vi.advanceTimersByTimeAsync(500)
  port = 2
  changed()
  await vi.advanceTimersByTimeAsync(1500)
  expect(record.snapshots.at(-1)?.services).toMatchObject([{ id: 'hanging' }, { id: 'lively', port: 2 }])
})

test('a late answer inside the deadline counts; what an abandoned call delivers does not', async () => {
  const { record, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(async services => {
    await new Promise(resolve => setTimeout(resolve, 5000))
    services.set('late', [web('late')])
  })
  live.keyed('slow')
  await vi.advanceTimersByTimeAsync(3000)
  expect(idsOf(record)).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(3000)
  expect(idsOf(record)).toEqual(['late'])
  let refused: unknown
  let aborted = false
  will(async (services, { signal }) => {
    signal.addEventListener('abort', () => {
      aborted = true
    })
    await new Promise(resolve => setTimeout(resolve, 16_000))
    try {
      services.set('never', [web('never')])
    } catch (error) {
      refused = error
    }
  })
  live.keyed('too slow')
  await vi.advanceTimersByTimeAsync(15_100)
  expect([aborted, live.proxym.proxym.status()]).toMatchObject([
    true,
    { sources: { 'scripted/all': { state: 'stale', problem: { code: 'PROXYM_TAP_TIMEOUT' } } } },
  ])
  will(services => services.set('new', [web('new')]))
  await vi.advanceTimersByTimeAsync(4000)
  expect(String(refused)).toContain('after its call had ended')
  expect(idsOf(record)).toEqual(['new'])
})

test('keeps the last good services of a source that fails, and calls it again until it answers', async () => {
  const { calls, record, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(() => Promise.reject(new Error('503')))
  live.keyed('event')
  await vi.advanceTimersByTimeAsync(10)
  expect(live.proxym.proxym.status()).toMatchObject({
    sources: { 'scripted/all': { state: 'stale', services: 1 } },
    problems: [{ tap: 'scripted/all', message: '503' }],
  })
  expect(idsOf(record)).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(10_000)
  // 0.5 s, 1 s, 2 s, 4 s, each followed by up to 0.25 s of gathering.
  expect(calls.length).toBeGreaterThanOrEqual(5)
  expect(calls.length).toBeLessThanOrEqual(7)
  will(services => services.set('b', [web('b')]))
  await vi.advanceTimersByTimeAsync(20_000)
  expect([idsOf(record), live.proxym.proxym.problems()]).toEqual([['b'], []])
})

test('a lost event heals at the next resync', async () => {
  const { record, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(services => services.set('b', [web('b')]))
  await vi.advanceTimersByTimeAsync(73_000)
  expect(idsOf(record)).toEqual(['b'])
})

test.each<readonly [string, unknown]>([
  ['nothing', null],
  [
    'text that cannot be made',
    {
      code: 'X',
      message: {
        toString: () => {
          throw new Error('no')
        },
      },
    },
  ],
  [
    'a proxy that is gone',
    (() => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    })(),
  ],
])('a report or an error that is %s costs nobody anything', async (_, garbage) => {
  const { calls, will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will((services, { report }) => {
    report(garbage as never)
    services.set('a', [])
  })
  live.keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  will(() => Promise.reject(garbage))
  live.keyed('event')
  await vi.advanceTimersByTimeAsync(2000)
  const before = calls.length
  live.keyed('event')
  await vi.advanceTimersByTimeAsync(5000)
  expect(calls.length).toBeGreaterThan(before)
  expect(live.proxym.proxym.status()).toMatchObject({ sources: { 'scripted/all': { state: 'stale' } } })
})

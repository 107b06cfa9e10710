import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Notifier, ServiceBatch, SourceCall } from '../../src/hooks/contract.ts'
import { createTestProxym, type TestProxym, type TestProxymOptions } from '../../src/testing.ts'
import { plugin, recorder, source, steady, web } from './fake-plugins.ts'

let proxym: TestProxym
let keyed: Notifier['refresh']
beforeEach(() => void vi.useFakeTimers())
afterEach(async () => {
  const stopped = proxym.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  vi.useRealTimers()
})

/** A source whose answers the test decides one by one; its refresh can be narrowed to keys. */
function scripted(options: TestProxymOptions = {}) {
  const calls: (readonly string[] | undefined)[] = []
  let answer: (services: ServiceBatch, call: SourceCall) => unknown = services => services.set('a', [web('a')])
  const made = plugin('scripted', hooks => {
    hooks.notify.tap('watch', ({ refresh }) => {
      keyed = refresh
    })
    hooks.generateServices.tap('all', (services, call) => {
      calls.push(call.keys)
      return answer(services, call) as Promise<void>
    })
  })
  const will = (next: typeof answer): void => {
    answer = next
  }
  const record = recorder()
  proxym = createTestProxym([made, steady('other', web('other')), record.plugin], { random: () => 1, ...options })
  return { calls, record, will }
}

const ids = (record: ReturnType<typeof recorder>) => record.ids()?.filter(id => id !== 'other')

test('an event that arrives while the source is being read causes exactly one more read after it', async () => {
  const { calls, record, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(10)
  const gate = Promise.withResolvers<void>()
  will(async services => {
    await gate.promise
    services.set('a', [web('a', { port: calls.length })])
  })
  keyed('first')
  await vi.advanceTimersByTimeAsync(400)
  expect(calls).toHaveLength(2)
  for (let i = 0; i < 5; i++) keyed('while it is read')
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
  proxym = createTestProxym([hanging, lively, record.plugin])
  await proxym.start()
  await vi.advanceTimersByTimeAsync(10)
  hangs = true
  proxym.proxym.refresh('all')
  await vi.advanceTimersByTimeAsync(500)
  port = 2
  changed()
  await vi.advanceTimersByTimeAsync(1500)
  expect(record.snapshots.at(-1)?.services).toMatchObject([{ id: 'hanging' }, { id: 'lively', port: 2 }])
})

test('a late answer inside the deadline counts; what an abandoned call delivers does not', async () => {
  const { record, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(async services => {
    await new Promise(resolve => setTimeout(resolve, 5000))
    services.set('late', [web('late')])
  })
  keyed('slow')
  await vi.advanceTimersByTimeAsync(3000)
  expect(ids(record)).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(3000)
  expect(ids(record)).toEqual(['late'])
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
  keyed('too slow')
  await vi.advanceTimersByTimeAsync(15_100)
  expect([aborted, proxym.proxym.status()]).toMatchObject([
    true,
    { sources: { 'scripted/all': { state: 'stale', problem: { code: 'PROXYM_TAP_TIMEOUT' } } } },
  ])
  will(services => services.set('new', [web('new')]))
  await vi.advanceTimersByTimeAsync(4000)
  expect(String(refused)).toContain('after its call had ended')
  expect(ids(record)).toEqual(['new'])
})

test('keeps the last good services of a source that fails, and calls it again until it answers', async () => {
  const { calls, record, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(() => Promise.reject(new Error('503')))
  keyed('event')
  await vi.advanceTimersByTimeAsync(10)
  expect(proxym.proxym.status()).toMatchObject({
    sources: { 'scripted/all': { state: 'stale', services: 1 } },
    problems: [{ tap: 'scripted/all', message: '503' }],
  })
  expect(ids(record)).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(10_000)
  // 0.5 s, 1 s, 2 s, 4 s, each followed by up to 0.25 s of gathering.
  expect(calls.length).toBeGreaterThanOrEqual(5)
  expect(calls.length).toBeLessThanOrEqual(7)
  will(services => services.set('b', [web('b')]))
  await vi.advanceTimersByTimeAsync(20_000)
  expect([ids(record), proxym.proxym.problems()]).toEqual([['b'], []])
})

test('a call for keys changes those only; one that throws makes those only stale and owed', async () => {
  const { calls, record, will } = scripted()
  will(services => {
    services.set('a', [web('a')])
    services.set('b', [web('b')])
  })
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(services => services.set('a', [web('a2')]))
  keyed('a changed', { keys: ['a'] })
  await vi.advanceTimersByTimeAsync(300)
  expect([calls.at(-1), ids(record)]).toEqual([['a'], ['a2', 'b']])
  will(() => Promise.reject(new Error('timeout')))
  keyed('b changed', { keys: ['b'] })
  await vi.advanceTimersByTimeAsync(300)
  expect(proxym.proxym.status()).toMatchObject({ sources: { 'scripted/all': { state: 'fresh', staleKeys: ['b'] } } })
  will(services => services.set('b', []))
  await vi.advanceTimersByTimeAsync(1500)
  expect([calls.at(-1), ids(record), proxym.proxym.problems()]).toEqual([['b'], ['a2'], []])
})

test('keys of coalesced refreshes are united, and a full one swallows them', async () => {
  const { calls } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  keyed('1', { keys: ['x'] })
  keyed('2', { keys: ['z', 'y'] })
  keyed('3', { keys: ['y'] })
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
  const { record, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(wrong)
  if (name.includes('for keys')) keyed('event', { keys: ['a'] })
  else keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  expect(ids(record)).toEqual(['a'])
  expect(
    proxym.proxym
      .problems()
      .map(problem => problem.message)
      .join(),
  ).toContain(message)
})

test('keep: the key stays as it was and is asked for again; a key that holds nothing is a problem only', async () => {
  const { calls, record, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(services => {
    services.keep('a', new Error('half a file'))
    services.keep('new', new Error('no permission'))
  })
  keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  expect(ids(record)).toEqual(['a'])
  expect(proxym.proxym.problems().map(({ subject, message }) => [subject, message])).toEqual([
    ['a', 'half a file'],
    ['new', 'no permission'],
  ])
  await vi.advanceTimersByTimeAsync(800)
  expect(calls.at(-1)).toEqual(['a', 'new'])
})

test('`add()` says none; a full answer replaces everything', async () => {
  const { record, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(services => services.add())
  keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  expect(ids(record)).toEqual([])
})

test('a lost event heals at the next resync', async () => {
  const { record, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(services => services.set('b', [web('b')]))
  await vi.advanceTimersByTimeAsync(73_000)
  expect(ids(record)).toEqual(['b'])
})

test('holds everything until each source has answered once, names it, and touches no target', async () => {
  const { record, will } = scripted()
  will(() => Promise.reject(new Error('connect refused')))
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  expect(proxym.proxym.ready()).toEqual({
    ready: false,
    reasons: ['waiting for `scripted/all` before anything is written: connect refused'],
  })
  expect(record.snapshots).toEqual([])
  will(services => services.set('a', [web('a')]))
  await vi.advanceTimersByTimeAsync(10_000)
  expect([proxym.proxym.ready().ready, ids(record)]).toEqual([true, ['a']])
})

test('without any source nothing is ever written', async () => {
  const record = recorder()
  proxym = createTestProxym(record.plugin)
  const refreshed = proxym.refresh()
  await vi.advanceTimersByTimeAsync(10)
  expect((await refreshed).held).toMatchObject([{ code: 'PROXYM_HELD_NO_SOURCE' }])
  expect(record.snapshots).toEqual([])
})

test('unchanged services keep their identity, and an unchanged answer gives the very same snapshot', async () => {
  const { record, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  const [first] = record.snapshots
  keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  expect(record.snapshots).toHaveLength(1)
  will(services => services.set('a', [web('a'), web('b')]))
  keyed('event')
  await vi.advanceTimersByTimeAsync(2000)
  const last = record.snapshots.at(-1)
  expect(last).not.toBe(first)
  expect(last?.services.find(service => service.id === 'a')).toBe(first?.services.find(service => service.id === 'a'))
})

test('what an earlier proxym knew is used until the sources answer, and is marked stale', async () => {
  scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  const handover = proxym.proxym.handover()
  const stopped = proxym.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  const { record, will } = scripted({ handover })
  will(() => new Promise(() => {}))
  await proxym.start()
  await vi.advanceTimersByTimeAsync(2000)
  expect(ids(record)).toEqual(['a'])
  expect(proxym.proxym.status()).toMatchObject({ sources: { 'scripted/all': { state: 'stale' } } })
})

test('holds when its first answer could read nothing at all: that is no answer', async () => {
  const { record, will } = scripted()
  will(services => services.keep('a', new Error('no permission')))
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  expect(record.snapshots).toEqual([])
  expect(proxym.proxym.ready().reasons.join()).toContain('could read none of its 1 keys')
})

test('what is owed is asked for again although other keys are answered all the time', async () => {
  const { calls, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will((services, { keys }) => {
    for (const key of keys ?? [])
      if (key === 'b') services.keep(key, 'half')
      else services.set(key, [])
  })
  keyed('b', { keys: ['b'] })
  for (let i = 0; i < 15; i++) {
    await vi.advanceTimersByTimeAsync(200)
    keyed('a', { keys: ['a'] })
  }
  expect(calls.filter(keys => keys?.includes('b')).length).toBeGreaterThan(1)
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
  const { calls, will } = scripted()
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will((services, { report }) => {
    report(garbage as never)
    services.set('a', [])
  })
  keyed('event')
  await vi.advanceTimersByTimeAsync(300)
  will(() => Promise.reject(garbage))
  keyed('event')
  await vi.advanceTimersByTimeAsync(2000)
  const before = calls.length
  keyed('event')
  await vi.advanceTimersByTimeAsync(5000)
  expect(calls.length).toBeGreaterThan(before)
  expect(proxym.proxym.status()).toMatchObject({ sources: { 'scripted/all': { state: 'stale' } } })
})

test('a refresh that comes after the stop is refused', async () => {
  scripted()
  const stopped = proxym.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  await expect(proxym.refresh()).rejects.toThrow('proxym is stopping')
})

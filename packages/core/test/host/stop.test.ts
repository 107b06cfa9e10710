import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Hooks } from '../../src/hooks/contract.ts'
import type { HookName } from '../../src/hooks/tap-record.ts'
import type { Plugin, PluginContext } from '../../src/plugin.ts'
import { createTestProxym } from '../../src/testing.ts'
import { recorder, source, steady, web } from '../cycle/fake-plugins.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A plugin that does in `apply` what the test says. */
const does = (name: string, apply: (proxym: PluginContext) => void): Plugin => ({ name, apply })
/** Ends when the signal aborts, and says so. */
const until = (signal: AbortSignal, say: () => void) =>
  new Promise<void>(resolve =>
    signal.addEventListener('abort', () => {
      say()
      resolve()
    }),
  )

test('watchers stop first, then the cycle, then what was deferred, last in first out, also when one of them fails', async () => {
  const events: string[] = []
  const say = (event: string) => () => void events.push(event)
  const busy = does('busy', ({ hooks, defer }) => {
    defer(say('first'))
    defer(() => Promise.reject(new Error('already closed')))
    hooks.generateServices.tapPromise('read', (services, { signal }) => {
      services.add(web('a'))
      return events.includes('armed') ? until(signal, say('source')) : Promise.resolve()
    })
    hooks.notify.tapPromise('watch', ({ signal }) => until(signal, say('watcher')))
  })
  const writer = does('writer', ({ hooks, defer }) => {
    defer(() => {
      throw new Error('never opened')
    })
    hooks.generateConfig.tapPromise('write', (_, { signal }) => until(signal, say('generator')))
    defer(async () => {
      await Promise.resolve()
      events.push('last')
    })
  })
  const proxym = createTestProxym([busy, writer])
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  events.push('armed')
  void proxym.proxym.refresh('again')
  await vi.advanceTimersByTimeAsync(300)
  await proxym.stop()
  expect(events).toEqual(['armed', 'watcher', 'source', 'generator', 'last', 'first'])
  expect(
    proxym.log.filter(line => line.level === 'warn').map(({ module, message, fields }) => [module, message, fields['reason']]),
  ).toEqual([
    ['writer', 'Could not release everything', 'never opened'],
    ['busy', 'Could not release everything', 'already closed'],
  ])
})

test('can be repeated: everything is released once, and each stop waits for it', async () => {
  const gate = Promise.withResolvers<void>()
  const ended: string[] = []
  let released = 0
  const slow = does('p', ({ defer }) =>
    defer(() => {
      released++
      return gate.promise
    }),
  )
  const proxym = createTestProxym([steady('s', web('a')), slow])
  await proxym.start()
  const stops = ['first', 'second'].map(name => proxym.stop().then(() => ended.push(name)))
  await vi.advanceTimersByTimeAsync(500)
  expect([released, ended]).toEqual([1, []])
  gate.resolve()
  await Promise.all(stops)
  await proxym.stop()
  expect([released, ended]).toEqual([1, ['first', 'second']])
})

test('something deferred that never ends holds up the rest for a second, and is named', async () => {
  let released = false
  const first = does('first', ({ defer }) =>
    defer(() => {
      released = true
    }),
  )
  const proxym = createTestProxym([first, does('deaf', ({ defer }) => defer(() => new Promise(() => {})))])
  const stop = proxym.stop()
  await vi.advanceTimersByTimeAsync(1000)
  await stop
  expect([released, proxym.log.map(({ module, fields }) => [module, fields['reason']])]).toEqual([
    true,
    [['deaf', 'it takes longer than 1000 ms']],
  ])
})

test('a proxym that was never started can be stopped', async () => {
  let released = false
  const proxym = createTestProxym([
    steady('s', web('a')),
    does('p', ({ defer }) =>
      defer(() => {
        released = true
      }),
    ),
  ])
  await proxym.stop()
  expect(released).toBe(true)
})

test.each<HookName>(['notify', 'generateServices', 'annotate', 'generateConfig'])(
  'takes no longer than `stopMs` when a tap on %s ignores its signal; what was deferred is released',
  async hook => {
    let released = false
    const deaf = does('deaf', ({ hooks, defer }) => {
      defer(() => {
        released = true
      })
      ;(hooks[hook] as Hooks['notify']).tap('x', () => new Promise(() => {}))
    })
    const proxym = createTestProxym([steady('s', web('a')), deaf], { stopMs: 3000, optional: ['deaf'] })
    await proxym.start()
    await vi.advanceTimersByTimeAsync(100)
    let stopped = false
    const stop = proxym.stop().then(() => {
      stopped = true
    })
    await vi.advanceTimersByTimeAsync(3000)
    expect([stopped, released]).toEqual([true, true])
    await stop
  },
)

test('afterwards nothing runs and no timer is left, whatever was waiting to be tried again', async () => {
  const failing = does('failing', ({ hooks }) => {
    for (const hook of ['notify', 'generateServices', 'annotate', 'generateConfig'] as const) {
      ;(hooks[hook] as Hooks['notify']).tap('x', () => Promise.reject(new Error('down')))
    }
  })
  const watching = does('watching', ({ hooks }) => hooks.notify.tapPromise('x', ({ signal }) => until(signal, () => {})))
  const { plugin: target, calls } = recorder()
  const proxym = createTestProxym([steady('s', web('a')), failing, watching, target], { optional: ['failing'], random: () => 1 })
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1200)
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  await proxym.stop()
  expect(vi.getTimerCount()).toBe(0)
  const before = calls.length
  await vi.advanceTimersByTimeAsync(120_000)
  expect(calls).toHaveLength(before)
})

test('what a source answers during the stop reaches no generator', async () => {
  const gate = Promise.withResolvers<void>()
  const slow = source('slow', async services => {
    await gate.promise
    services.add(web('late'))
  })
  const { plugin: target, calls } = recorder()
  const proxym = createTestProxym([slow, target])
  await proxym.start()
  await vi.advanceTimersByTimeAsync(100)
  const stop = proxym.stop()
  gate.resolve()
  await vi.advanceTimersByTimeAsync(6000)
  await stop
  expect(calls).toEqual([])
})

test('the signal of a plugin aborts', async () => {
  let signal: AbortSignal | undefined
  const proxym = createTestProxym([
    does('p', context => {
      signal = context.signal
    }),
  ])
  expect(signal?.aborted).toBe(false)
  await proxym.stop()
  expect(signal?.aborted).toBe(true)
})

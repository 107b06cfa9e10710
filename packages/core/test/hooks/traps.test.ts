import { readFile } from 'node:fs/promises'
import { afterEach, expect, test, vi } from 'vitest'
import type { AnnotateResult, Hooks } from '../../src/hooks/contract.ts'
import type { Service } from '../../src/service.ts'
import { createTestProxym, type TestProxym } from '../../src/testing.ts'
import { plugin, recorder, source, steady, web } from '../cycle/fake-plugins.ts'

let proxym: TestProxym | undefined
afterEach(async () => {
  vi.useRealTimers()
  await proxym?.stop()
})

test('trap 1: a tap that rejects neither detaches the others nor loses their results', async () => {
  const bad = source('bad', () => Promise.reject(new Error('down')))
  const slow = source('slow', async services => {
    await new Promise(resolve => setImmediate(resolve))
    services.add(web('slow'))
  })
  proxym = createTestProxym([bad, slow], { optional: ['bad'] })
  expect((await proxym.refresh()).services.map(service => service.id)).toEqual(['slow'])
})

test('trap 2: a synchronous throw in an early tap does not stop later taps from starting', async () => {
  const bad = source('bad', () => {
    throw new Error('at once')
  })
  const record = recorder()
  const throwing = plugin('throwing', hooks =>
    hooks.generateConfig.tap('x', () => {
      throw new Error('at once')
    }),
  )
  proxym = createTestProxym([bad, throwing, steady('good', web('a')), record.plugin], { optional: ['bad'] })
  expect((await proxym.refresh()).services).toHaveLength(1)
  expect(record.ids()).toEqual(['a'])
})

test('trap 3: in annotate, undefined keeps the service and null leaves it out', async () => {
  const results: Record<string, (service: Service) => AnnotateResult> = {
    kept: () => undefined,
    gone: () => null,
    changed: service => ({ ...service, port: 7 }),
  }
  const seen: (readonly [string, number])[] = []
  const first = plugin('first', hooks => hooks.annotate.tap('x', service => results[service.id]?.(service)))
  const second = plugin('second', hooks => hooks.annotate.tap('x', service => void seen.push([service.id, service.port])))
  proxym = createTestProxym([steady('s', web('kept'), web('gone'), web('changed')), first, second])
  expect((await proxym.refresh()).services.map(service => service.id)).toEqual(['changed', 'kept'])
  expect(seen.toSorted()).toEqual([
    ['changed', 7],
    ['kept', 0],
  ])
})

test('trap 4: a plugin sees tap, tapPromise and tapAsync only; options cannot name another owner, function or type', async () => {
  const keys: string[] = []
  let called = ''
  const sly = plugin('sly', hooks => {
    keys.push(...Object.keys(hooks.generateServices))
    const options = Object.freeze({
      name: 'x',
      fn: () => {
        called = 'other'
      },
      type: 'async',
      owner: { name: 'file' },
      source: 'File',
    })
    hooks.generateServices.tap(options, services => {
      called += 'own'
      services.add(web('a'))
    })
  })
  proxym = createTestProxym(sly)
  expect((await proxym.refresh()).services).toMatchObject([{ id: 'a', source: 'sly' }])
  expect([keys, called]).toEqual([['tap', 'tapPromise', 'tapAsync'], 'own'])
  expect(proxym.proxym.wiring).toEqual([{ plugin: 'sly', hook: 'generateServices', tap: 'x', dryRun: true }])
})

test('trap 5: `before` is ignored; only `stage` orders taps', async () => {
  const order: string[] = []
  const tap = (name: string, options: object) =>
    plugin(name, hooks => hooks.annotate.tap({ name: 'x', ...options }, () => void order.push(name)))
  proxym = createTestProxym([steady('s', web('a')), tap('one', {}), tap('two', { before: 'one/x' }), tap('three', { stage: -1 })])
  await proxym.refresh()
  expect(order).toEqual(['three', 'one', 'two'])
})

test('trap 6: nobody can tap a running proxym, since nothing could be taken off again', () => {
  let hooks: Hooks | undefined
  proxym = createTestProxym(
    plugin('late', given => {
      hooks = given
    }),
  )
  expect(() => hooks?.notify.tap('x', () => {})).toThrow('`late/x` taps `hooks.notify` after `apply` has returned')
})

test('trap 6: two taps of one plugin need two names', () => {
  const twice = plugin('twice', hooks => {
    hooks.notify.tap('x', () => {})
    hooks.notify.tap('x', () => {})
  })
  expect(() => createTestProxym(twice)).toThrow('`twice/x` taps `hooks.notify` twice')
})

test('trap 7: a tap that never settles hangs nothing, and a callback that is called twice counts once', async () => {
  vi.useFakeTimers()
  const seen: string[] = []
  const hanging = source('hanging', () => new Promise(() => {}))
  const twice = plugin('twice', hooks =>
    hooks.annotate.tapAsync('x', (service, _call, done) => {
      done(null, service)
      done(new Error('again'))
      done(null, null)
    }),
  )
  const after = plugin('after', hooks => hooks.annotate.tap('x', service => void seen.push(service.id)))
  proxym = createTestProxym([hanging, steady('s', web('a')), twice, after], { optional: ['hanging'], stopMs: 10 })
  const refreshed = proxym.refresh()
  await vi.advanceTimersByTimeAsync(1500)
  expect((await refreshed).services.map(service => service.id)).toEqual(['a'])
  expect(seen).toEqual(['a'])
})

test('trap 8: the documentation says that tapable compiles code at run time', async () => {
  const text = await readFile(new URL('../../../../docs/architecture.md', import.meta.url), 'utf8')
  expect(text).toContain('--disallow-code-generation-from-strings')
})

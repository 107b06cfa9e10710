import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Hooks, Refresh } from '../../src/hooks/contract.ts'
import type { HookName } from '../../src/hooks/tap-record.ts'
import type { Plugin } from '../../src/plugin.ts'
import { createTestProxym, type TestProxym } from '../../src/testing.ts'
import { recorder, source, web } from '../cycle/fake-plugins.ts'

type Fault = (context: { readonly refresh: Refresh; readonly given: unknown }) => unknown

const faults: Readonly<Record<string, Fault>> = {
  throws: () => {
    throw new Error('broken')
  },
  rejects: () => Promise.reject(new Error('broken')),
  'never settles': () => new Promise(() => {}),
  'returns garbage': () => Object.assign(Object.create({ inherited: 1n }), { id: Symbol('x') }),
  'mutates its input': ({ given }) => {
    Object.assign(given as object, { id: 'mutated', services: [], add: undefined })
  },
  'blocks 200 ms': () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  },
  'calls refresh in its own hook': ({ refresh }) => refresh('again'),
  // What the command does with an error that nobody caught, in the context in which Node reports it.
  'leaves an unhandled rejection': () => queueMicrotask(() => void proxym?.proxym.reportUnhandled(new Error('left behind'))),
}
const hooks: readonly HookName[] = ['notify', 'generateServices', 'annotate', 'generateConfig']
/** Faults that are failures, by hook: the others are harmless there. */
const failing: Readonly<Record<HookName, readonly string[]>> = {
  notify: [],
  generateServices: Object.keys(faults),
  annotate: ['throws', 'rejects', 'never settles', 'returns garbage', 'mutates its input'],
  generateConfig: [],
}

let proxym: TestProxym | undefined
beforeEach(() => void vi.useFakeTimers())
afterEach(async () => {
  const stopped = proxym?.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  vi.useRealTimers()
})

/** A plugin that does no harm until `armed`. */
function faulty(hook: HookName, fault: Fault, isArmed: () => boolean): Plugin {
  return {
    name: 'faulty',
    apply(context) {
      const run = (...args: unknown[]): never => {
        const result = isArmed() ? fault({ refresh: context.refresh, given: args[0] }) : undefined
        if (hook === 'generateServices' && !isArmed()) (args[0] as { add(service: object): void }).add(web('own'))
        return result as never
      }
      ;(context.hooks[hook] as Hooks['notify']).tap('x', run)
    },
  }
}

describe.each(hooks)('a plugin that in %s', hook => {
  test.each(Object.keys(faults))('%s, after a first good answer: every other plugin keeps working', async name => {
    let armed = false
    let port = 1
    const record = recorder()
    const healthy = source('healthy', services => services.add(web('healthy', { port })))
    proxym = createTestProxym([faulty(hook, faults[name] as Fault, () => armed), healthy, record.plugin])
    await proxym.start()
    await vi.advanceTimersByTimeAsync(100)
    expect(record.ids()).toContain('healthy')
    armed = true
    for (port = 2; port <= 3; port++) {
      const refreshed = proxym.refresh()
      // Long enough for the deadline of a generator, which a refresh that is waited for waits for.
      await vi.advanceTimersByTimeAsync(130_000)
      const { services } = await refreshed
      expect(services.find(service => service.id === 'healthy')?.port).toBe(port)
      expect(record.snapshots.at(-1)?.services.find(service => service.id === 'healthy')?.port).toBe(port)
    }
  })
})

describe.each(['generateServices', 'annotate'] as const)('a plugin that from the very start in %s', hook => {
  const known = failing[hook].filter(name => hook === 'annotate' || !['leaves an unhandled rejection'].includes(name))

  test.each(known)('%s: the outcome is held and names it, or goes on when it is optional', async name => {
    for (const optional of [false, true]) {
      const record = recorder()
      proxym = createTestProxym(
        [
          faulty(hook, faults[name] as Fault, () => true),
          source('healthy', services => services.add(web('healthy'))),
          record.plugin,
        ],
        {
          optional: optional ? ['faulty'] : [],
        },
      )
      const refreshed = proxym.refresh()
      await vi.advanceTimersByTimeAsync(20_000)
      const { held } = await refreshed
      if (optional) expect(record.snapshots.length).toBeGreaterThan(0)
      else {
        expect(held.map(problem => problem.message).join()).toContain('`faulty/x`')
        expect(record.snapshots).toEqual([])
      }
      const stopped = proxym.stop()
      await vi.advanceTimersByTimeAsync(6000)
      await stopped
    }
  })
})

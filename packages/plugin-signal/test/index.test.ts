import { EventEmitter } from 'node:events'
import type { Plugin } from '@proxym/core'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import signal, { createSignalPlugin } from '../src/index.ts'

/** A source and a generator that count their calls, and a wait for a number of them. */
function counting() {
  const calls = { source: 0, generator: 0 }
  let changed = (): void => {}
  const plugin: Plugin = {
    name: 'counting',
    apply(proxym) {
      proxym.hooks.generateServices.tap('all', services => {
        calls.source += 1
        services.add()
      })
      proxym.hooks.generateConfig.tap('all', () => {
        calls.generator += 1
        changed()
      })
    },
  }
  const until = (count: number): Promise<void> =>
    new Promise(resolve => {
      changed = () => calls.generator >= count && resolve()
      changed()
    })
  return { plugin, calls, until }
}

test('SIGUSR1 makes every source and every generator run again', async () => {
  const emitter = new EventEmitter()
  const { plugin, calls, until } = counting()
  const proxym = createTestProxym([plugin, createSignalPlugin(emitter)()])
  onTestFinished(() => proxym.stop())
  await proxym.start()
  await until(1)
  emitter.emit('SIGUSR1')
  await until(2)
  expect(calls).toEqual({ source: 2, generator: 2 })
})

test('takes only its own listener away, once proxym stops', async () => {
  const emitter = new EventEmitter()
  emitter.on('SIGUSR1', () => {})
  const { plugin, until } = counting()
  const proxym = createTestProxym([plugin, createSignalPlugin(emitter)()])
  await proxym.start()
  await until(1)
  expect(emitter.listenerCount('SIGUSR1')).toBe(2)
  await proxym.stop()
  expect(emitter.listenerCount('SIGUSR1')).toBe(1)
})

test('the plugin of the package listens to the signals of the process', async () => {
  const before = process.listenerCount('SIGUSR1')
  const { plugin, calls, until } = counting()
  const proxym = createTestProxym([plugin, signal()])
  onTestFinished(() => proxym.stop())
  await proxym.start()
  await until(1)
  expect(process.listenerCount('SIGUSR1')).toBe(before + 1)
  process.kill(process.pid, 'SIGUSR1')
  await until(2)
  expect(calls.source).toBe(2)
  await proxym.stop()
  expect(process.listenerCount('SIGUSR1')).toBe(before)
})

test('takes no options', () => {
  expect(() => signal({ signal: 'SIGHUP' } as never)).toThrow('takes no options')
})

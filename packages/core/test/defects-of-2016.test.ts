import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Refresh } from '../src/hooks/contract.ts'
import { createHttpServer } from '../src/http/create-http-server.ts'
import type { Plugin } from '../src/plugin.ts'
import { createTestProxym, type TestProxym } from '../src/testing.ts'
import { plugin, recorder, source, steady, web } from './cycle/fake-plugins.ts'

// Each of these was a way in which the implementation of 2016 lost data, stood still or said nothing.
let proxym: TestProxym | undefined
beforeEach(() => void vi.useFakeTimers())
afterEach(async () => {
  const stopped = proxym?.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  vi.useRealTimers()
})

const failing: Plugin = plugin('failing', hooks =>
  hooks.generateConfig.tapPromise('write', () => Promise.reject(new Error('connection refused'))),
)

test('G6: the first source that fails does not stop the others from being read', async () => {
  let port = 1
  const record = recorder()
  let fails = false
  const shaky = source('shaky', services => (fails ? Promise.reject(new Error('down')) : services.add(web('shaky'))))
  const healthy = source('healthy', services => services.add(web('healthy', { port })))
  proxym = createTestProxym([shaky, healthy, record.plugin], { debounceMs: 0 })
  await proxym.refresh()
  ;[fails, port] = [true, 2]
  await proxym.refresh()
  expect(record.snapshots.at(-1)?.services).toMatchObject([{ id: 'healthy', port: 2 }, { id: 'shaky' }])
})

test('G7: the first output that fails does not keep the later ones from being written', async () => {
  const record = recorder()
  proxym = createTestProxym([steady('s', web('a')), failing, record.plugin])
  await proxym.refresh()
  expect(record.ids()).toEqual(['a'])
})

test('G8 and G9: a source that hangs neither stops the process from refreshing nor from ending', async () => {
  const record = recorder()
  const hanging = source('hanging', () => new Promise(() => {}))
  proxym = createTestProxym([hanging, steady('s', web('a')), record.plugin], { optional: ['hanging'] })
  await proxym.start()
  await vi.advanceTimersByTimeAsync(1100)
  expect(record.ids()).toEqual(['a'])
  let ended = false
  void proxym.stop().then(() => {
    ended = true
  })
  await vi.advanceTimersByTimeAsync(5100)
  expect(ended).toBe(true)
})

test('G10: an error at the very start is logged, stands in the status, and makes proxym not ready', async () => {
  proxym = createTestProxym([steady('s', web('a')), failing])
  await proxym.start()
  await vi.advanceTimersByTimeAsync(10)
  expect(proxym.log).toContainEqual(
    expect.objectContaining({ level: 'error', module: 'failing/write', message: 'connection refused' }),
  )
  expect(proxym.proxym.ready()).toEqual({ ready: false, reasons: ['`failing/write` is failing: connection refused'] })
  expect(proxym.proxym.status()).toMatchObject({ problems: [{ tap: 'failing/write', code: 'PROXYM_GENERATE_FAILED' }] })
})

test('G13: an event that comes before the first cycle has ended is not lost', async () => {
  let refresh: Refresh = () => {}
  let reads = 0
  const early: Plugin = {
    name: 'early',
    apply(context) {
      context.refresh('in apply')
      context.hooks.notify.tap('watch', notifier => {
        refresh = notifier.refresh
        refresh('at once')
      })
      context.hooks.generateServices.tapPromise('all', async services => {
        reads++
        await new Promise(resolve => setTimeout(resolve, 100))
        services.add(web('a', { port: reads }))
      })
    },
  }
  const record = recorder()
  proxym = createTestProxym([early, record.plugin])
  await proxym.start()
  await vi.advanceTimersByTimeAsync(50)
  refresh('while it is read for the first time')
  await vi.advanceTimersByTimeAsync(2000)
  expect(record.snapshots.at(-1)?.services[0]?.port).toBe(reads)
  expect(reads).toBeGreaterThanOrEqual(2)
})

test('G25: an address that is in use is an error at the start, never silence', async () => {
  const logger = { error() {}, warn() {}, notice() {}, info() {}, debug() {}, named: () => logger }
  const [first, second] = [createHttpServer({ logger }), createHttpServer({ logger })]
  const { port } = await first.listen({ host: '127.0.0.1', port: 0 })
  await expect(second.listen({ host: '127.0.0.1', port })).rejects.toThrow(`127.0.0.1:${port}`)
  await first.close()
})

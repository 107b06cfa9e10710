import timersPromises, { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { PluginContext } from '../../src/plugin.ts'
import { createTestProxym, fakeGenerator, fakeSource, type TestProxym, type TestProxymOptions } from '../../src/testing.ts'
import { plugin } from '../cycle/fake-plugins.ts'

let proxym: TestProxym | undefined
afterEach(async () => {
  await proxym?.stop()
  proxym = undefined
})

function virtual(plugins: Parameters<typeof createTestProxym>[0], options: TestProxymOptions = {}): TestProxym {
  proxym = createTestProxym(plugins, { virtualTime: true, ...options })
  return proxym
}

test('an hour passes at once, and everything that is due in it runs in order', async () => {
  const ran: string[] = []
  const watcher = plugin('clock', hooks =>
    hooks.notify.tapPromise('ticks', async ({ signal }) => {
      const start = Date.now()
      setTimeout(() => ran.push(`timer ${Date.now() - start}`), 90_000)
      const every = setInterval(() => ran.push(`interval ${Date.now() - start}`), 1_500_000)
      signal.addEventListener('abort', () => clearInterval(every))
      await wait(60_000, undefined, { signal })
      ran.push(`wait ${Date.now() - start} ${Math.round(performance.now())}`)
      await new Promise<void>(resolve => AbortSignal.timeout(5000).addEventListener('abort', () => resolve()))
      ran.push(`abort ${new Date().toISOString() === new Date(start + 65_000).toISOString() ? 65_000 : 'at another time'}`)
      await wait(2_000_000_000, undefined, { signal })
    }),
  )
  const before = Math.round(performance.now())
  const { advance, start } = virtual(watcher, { resyncMs: 2_000_000_000 })
  await start()
  await advance(3_600_000)
  const [first = '', ...rest] = ran
  expect(Number(first.split(' ')[2]) - before).toBeGreaterThanOrEqual(60_000)
  expect([first.replace(/ \d+$/, ''), ...rest].slice(0, 5)).toEqual([
    'wait 60000',
    'abort 65000',
    'timer 90000',
    'interval 1500000',
    'interval 3000000',
  ])
})

test('gives real time back on stop, and when a plugin cannot be applied', async () => {
  const real = [setTimeout, Date, performance.now, timersPromises.setTimeout, AbortSignal.timeout]
  const now = () => [setTimeout, Date, performance.now, timersPromises.setTimeout, AbortSignal.timeout]
  const { stop } = virtual(fakeSource())
  expect(now().map((value, index) => value === real[index])).toEqual(real.map(() => false))
  await stop()
  expect(now()).toEqual(real)
  const failing = plugin('failing', () => {
    throw new Error('no luck')
  })
  expect(() => createTestProxym(failing, { virtualTime: true })).toThrow('no luck')
  expect(now()).toEqual(real)
})

test('two at once, and time that is real, are mistakes with a hint', async () => {
  virtual(fakeSource())
  expect(() => createTestProxym(fakeSource(), { virtualTime: true })).toThrow('virtual time is in use by another test proxym')
  const other = createTestProxym(fakeSource())
  await expect(other.advance(1)).rejects.toThrow('Write `createTestProxym(plugin, { virtualTime: true })`')
  // Its stop waits for timers, which are virtual here.
  void other.stop()
})

test('records every cycle: a resync after a minute, a change when the source says so', async () => {
  const source = fakeSource([{ id: 'a' }])
  const generator = fakeGenerator()
  const { advance, start, cycles } = virtual([source, generator])
  await start()
  await advance(1000)
  source.report([{ id: 'a' }, { id: 'b' }])
  await advance(1000)
  await advance(60_000)
  expect(cycles.map(({ reasons, changes }) => [reasons.join(), changes.added.join()])).toEqual([
    ['start', 'a'],
    ['fake-source: the test reports something else', 'b'],
    ['resync', ''],
  ])
  expect(generator.ids()).toEqual(['a', 'b'])
  expect(source.calls).toEqual([undefined, undefined, undefined])
})

test('a timer belongs to the tap that set it, as in real time', async () => {
  const late = {
    name: 'late',
    apply: ({ hooks, logger }: PluginContext) => hooks.notify.tap('word', () => void setTimeout(() => logger.info('now'), 5000)),
  }
  const { advance, start, log } = virtual(late)
  await start()
  await advance(5000)
  expect(log.filter(({ message }) => message === 'now')).toMatchObject([{ module: 'late/word' }])
})

test('a timer can be put off, ended by its number, and run once only', async () => {
  const ran: string[] = []
  const { advance } = virtual(fakeSource())
  const put = setTimeout(() => ran.push('put off'), 1000)
  clearTimeout(Number(setTimeout(() => ran.push('never'), 500)))
  await advance(900)
  put.refresh()
  await advance(900)
  expect(ran).toEqual([])
  await advance(100_000)
  expect(ran).toEqual(['put off'])
})

test('a promise that no timer brings is told, not waited for', async () => {
  const { refresh } = virtual(
    fakeSource(() => new Promise(() => {})),
    { timeoutMs: 2_000_000_000, patienceMs: 2_000_000_000, resyncMs: 2_000_000_000 },
  )
  await expect(refresh()).rejects.toThrow('10 minutes of virtual time have passed')
})

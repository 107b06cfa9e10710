import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Notifier } from '../../src/hooks/contract.ts'
import { createTestProxym, type TestProxym } from '../../src/testing.ts'
import { plugin } from '../cycle/fake-plugins.ts'

let proxym: TestProxym
beforeEach(() => void vi.useFakeTimers())
afterEach(async () => {
  const stopped = proxym.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  vi.useRealTimers()
})

/** A source whose watcher does what the test says; every run of it is remembered. */
async function watched(watch: (notifier: Notifier, run: number) => unknown) {
  const runs: (Notifier & { readonly at: number })[] = []
  let reads = 0
  const made = plugin('p', hooks => {
    hooks.notify.tap('watch', notifier => {
      runs.push({ ...notifier, at: Math.round(performance.now()) })
      return watch(notifier, runs.length) as Promise<void>
    })
    hooks.generateServices.tap('all', services => {
      reads++
      services.add()
    })
  })
  proxym = createTestProxym(made, { random: () => 1, resyncMs: 1e9 })
  await proxym.start()
  const gaps = () => runs.slice(1).map((run, index) => run.at - (runs[index]?.at ?? 0))
  const status = () => (proxym.proxym.status() as unknown as { watchers: Record<string, unknown> }).watchers['p/watch']
  return { runs, gaps, status, reads: () => reads }
}
const messages = () => proxym.proxym.problems().map(problem => problem.message)
const aborted = ({ signal }: Notifier) => new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))
const broken = (): never => {
  throw new Error('socket closed')
}

test.each<readonly [string, () => unknown, string]>([
  ['throws', broken, 'socket closed'],
  ['rejects', () => Promise.reject(new Error('socket closed')), 'socket closed'],
  ['resolves', () => Promise.resolve(), 'it ended by itself'],
])('a watcher that %s is started again with back-off, up to 30 s', async (_, watch, reason) => {
  const { gaps, status } = await watched(watch)
  await vi.advanceTimersByTimeAsync(100)
  expect(messages()).toEqual([`\`p/watch\` stopped watching and is started again: ${reason}`])
  await vi.advanceTimersByTimeAsync(120_000)
  expect(gaps()).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(status()).toEqual({ state: 'restarting', restarts: 9 })
})

test('each run has a signal of its own; one that was given up can ask for nothing', async () => {
  const { runs, reads } = await watched((notifier, run) => (run === 1 ? Promise.reject(new Error('x')) : aborted(notifier)))
  await vi.advanceTimersByTimeAsync(2000)
  expect(runs.map(({ signal }) => signal.aborted)).toEqual([true, false])
  const before = reads()
  runs[0]?.refresh('late event')
  await vi.advanceTimersByTimeAsync(2000)
  expect(reads()).toBe(before)
  runs[1]?.refresh('event')
  await vi.advanceTimersByTimeAsync(2000)
  expect(reads()).toBe(before + 1)
})

test('a watcher that runs again is healthy after 30 s; then its back-off starts anew', async () => {
  const ends: (() => void)[] = []
  const { gaps, status } = await watched((_, run) => (run <= 3 ? broken() : new Promise<void>(resolve => ends.push(resolve))))
  await vi.advanceTimersByTimeAsync(30_000)
  expect([status(), messages()]).toMatchObject([{ state: 'watching', restarts: 3 }, [expect.stringContaining('socket closed')]])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(messages()).toEqual([])
  ends[0]?.()
  await vi.advanceTimersByTimeAsync(5000)
  expect(gaps().slice(0, 3)).toEqual([500, 1000, 2000])
  expect(gaps()[3]).toBe(36_500 + 500)
})

test('a tap that returns at once only sets up: it is not started again, and its refresh goes on to count', async () => {
  const { runs, status, reads } = await watched(() => undefined)
  await vi.advanceTimersByTimeAsync(120_000)
  expect([runs.length, status(), messages()]).toEqual([1, { state: 'set up', restarts: 0 }, []])
  const before = reads()
  runs[0]?.refresh('event')
  await vi.advanceTimersByTimeAsync(1000)
  expect([reads(), runs[0]?.signal.aborted]).toEqual([before + 1, false])
  await proxym.stop()
  expect(runs[0]?.signal.aborted).toBe(true)
})

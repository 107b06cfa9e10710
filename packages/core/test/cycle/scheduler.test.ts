import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createScheduler } from '../../src/cycle/scheduler.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A scheduler whose cycles take `cycleMs`, and what it started when. */
function timed(cycleMs = 0) {
  const origin = performance.now()
  const starts: number[] = []
  const reasons: (readonly string[])[] = []
  let running = 0
  let most = 0
  const scheduler = createScheduler({
    debounceMs: 250,
    maxWaitMs: 1000,
    async run(given) {
      starts.push(Math.round(performance.now() - origin))
      reasons.push(given)
      most = Math.max(most, ++running)
      if (cycleMs > 0) await new Promise(resolve => setTimeout(resolve, cycleMs))
      running--
    },
  })
  /** Ask at these times. */
  const ask = async (times: readonly number[], afterMs = 0) => {
    for (const at of times) {
      await vi.advanceTimersByTimeAsync(at - (performance.now() - origin))
      scheduler.request(`at ${at}`, afterMs)
    }
    await vi.advanceTimersByTimeAsync(10_000)
  }
  return { scheduler, starts, reasons, ask, most: () => most }
}

test('a request that comes when all is quiet starts a cycle at once', async () => {
  const { ask, starts, reasons } = timed()
  await ask([0, 5000, 5250])
  expect([starts, reasons]).toEqual([
    [0, 5000, 5250],
    [['at 0'], ['at 5000'], ['at 5250']],
  ])
})

test('those that follow are gathered until it is quiet', async () => {
  const { ask, starts, reasons } = timed()
  await ask([0, 100, 200, 300])
  expect([starts, reasons]).toEqual([
    [0, 550],
    [['at 0'], ['at 100', 'at 200', 'at 300']],
  ])
})

test('they are gathered for `maxWaitMs` at most', async () => {
  const { ask, starts } = timed()
  await ask(Array.from({ length: 30 }, (_, index) => index * 100))
  expect(starts).toEqual([0, 1100, 2100, 3100])
})

test('the same reason is given once, with how often; no storm makes the list endless', async () => {
  const { scheduler, reasons } = timed()
  scheduler.request('start')
  await vi.advanceTimersByTimeAsync(1)
  for (let i = 0; i < 3; i++) scheduler.request('event')
  for (let i = 0; i < 1000; i++) scheduler.request(`event ${i}`)
  await vi.advanceTimersByTimeAsync(1000)
  expect([reasons[1]?.[0], reasons[1]?.length]).toEqual(['event x3', 50])
})

test('while a cycle runs at most one more waits, and it starts when the first has ended', async () => {
  const { ask, starts, most } = timed(3000)
  await ask([0, 500, 1000, 1500, 2900])
  expect([starts, most()]).toEqual([[0, 3000], 1])
})

test('a request that asks for a distance keeps it, unless one that asks for none comes too', async () => {
  const far = timed()
  await far.ask([0, 300, 900], 1000)
  expect(far.starts).toEqual([250, 1250])
  const near = timed()
  near.scheduler.request('first')
  await vi.advanceTimersByTimeAsync(300)
  near.scheduler.request('its own', 1000)
  await vi.advanceTimersByTimeAsync(300)
  near.scheduler.request('event')
  await vi.advanceTimersByTimeAsync(2000)
  expect([near.starts, near.reasons[1]]).toEqual([
    [0, 850],
    ['its own', 'event'],
  ])
})

test('nothing starts after a stop, which waits for the cycle that runs', async () => {
  const { scheduler, starts } = timed(3000)
  let stopped = false
  scheduler.request('first')
  scheduler.request('second')
  const stop = scheduler.stop().then(() => {
    stopped = true
  })
  await vi.advanceTimersByTimeAsync(2900)
  expect(stopped).toBe(false)
  await vi.advanceTimersByTimeAsync(5000)
  await stop
  scheduler.request('third')
  await vi.advanceTimersByTimeAsync(5000)
  expect(starts).toEqual([0])
})

const gaps = (max: number) => fc.array(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 60 })
const timesOf = (list: readonly number[]) => list.map((_, index) => list.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0))

test('whenever requests come: never two cycles at once, and a cycle starts after each request, soon', async () => {
  await fc.assert(
    fc.asyncProperty(gaps(1500), fc.constantFrom(0, 20, 400, 2500), async (list, cycleMs) => {
      const { ask, starts, most } = timed(cycleMs)
      const times = timesOf(list)
      await ask(times)
      expect(most()).toBe(1)
      for (const time of times) {
        const next = starts.find(start => start >= time)
        // It may have to wait for the cycle that runs, then to be gathered.
        expect(next).toBeLessThanOrEqual(time + Math.max(1000, cycleMs + 250))
      }
      expect(starts.length).toBeLessThanOrEqual(times.length)
    }),
    { numRuns: 100 },
  )
})

test('in a storm at most one cycle starts per `maxWaitMs`, plus one', async () => {
  await fc.assert(
    fc.asyncProperty(gaps(249), fc.constantFrom(0, 20, 400), async (list, cycleMs) => {
      const { ask, starts } = timed(cycleMs)
      await ask(timesOf(list))
      const [first = 0, last = 0] = [starts[0], starts.at(-1)]
      expect(starts.length).toBeLessThanOrEqual(Math.ceil((last - first) / 1000) + 1)
    }),
    { numRuns: 100 },
  )
})

import { afterEach, expect, test, vi } from 'vitest'
import { createFirstStream } from '../../src/watch/first-stream.ts'

const { signal } = new AbortController()
afterEach(() => vi.useRealTimers())

/** Whether a reading may go on by now. */
async function hasPassed(passing: Promise<void>): Promise<boolean> {
  return Promise.race([passing.then(() => true), new Promise<boolean>(resolve => setImmediate(() => resolve(false)))])
}

test('the first reading waits for the stream, and then nothing can have been missed', async () => {
  const first = createFirstStream()
  first.begin()
  const passing = first.pass(signal)
  expect(await hasPassed(passing)).toBe(false)
  expect(first.end()).toBe(false)
  await passing
})

test('it does not wait when no stream is opened, nor when one was', async () => {
  const none = createFirstStream()
  await none.pass(signal)
  // A stream that stands after that must have everything read again.
  none.begin()
  expect(none.end()).toBe(true)
  const stood = createFirstStream()
  stood.begin()
  stood.end()
  await stood.pass(signal)
  // The second stream: what was sent between the two is lost.
  expect(stood.end()).toBe(true)
})

test('a stream that does not come holds it up for a quarter of a second, and has everything read when it comes', async () => {
  const first = createFirstStream()
  first.begin()
  const startedAt = performance.now()
  await first.pass(signal)
  expect(performance.now() - startedAt).toBeLessThan(5000)
  expect(first.end()).toBe(true)
})

test('a reading that is stopped does not wait', async () => {
  const first = createFirstStream()
  first.begin()
  const stop = new AbortController()
  const passing = first.pass(stop.signal)
  stop.abort(new Error('stop'))
  await expect(passing).rejects.toThrow('abort')
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callAt } from '../../src/cycle/call-at.ts'

let now: number
beforeEach(() => {
  vi.useFakeTimers()
  now = 5000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** Let the timers go on; the clock may lag behind them. */
function pass(ms: number, clockMs = ms): void {
  now += clockMs
  vi.advanceTimersByTime(ms)
}

test('it calls once, when its time has come', () => {
  const call = vi.fn()
  callAt(5100, call)
  pass(100)
  expect(call).not.toHaveBeenCalled()
  pass(1)
  expect(call).toHaveBeenCalledOnce()
  pass(1000)
  expect(call).toHaveBeenCalledOnce()
})

test('a timer that fires early is set again', () => {
  const call = vi.fn()
  callAt(5100, call)
  pass(101, 80)
  expect(call).not.toHaveBeenCalled()
  pass(21)
  expect(call).toHaveBeenCalledOnce()
})

test('what is due already is called in the next turn', () => {
  const call = vi.fn()
  callAt(4000, call)
  expect(call).not.toHaveBeenCalled()
  pass(1)
  expect(call).toHaveBeenCalledOnce()
})

test('it can be cancelled, also after it was set again', () => {
  const call = vi.fn()
  const cancel = callAt(5100, call)
  pass(101, 80)
  cancel()
  pass(1000)
  expect(call).not.toHaveBeenCalled()
})

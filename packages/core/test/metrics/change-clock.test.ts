import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createChangeClock } from '../../src/cycle/change-clock.ts'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

function clockAt() {
  const live: number[] = []
  return { live, clock: createChangeClock(ms => void live.push(ms)), now: () => performance.now() }
}

it('measures from the first word of a change until every output has it, once', () => {
  const { live, clock, now } = clockAt()
  const askedAt = now()
  vi.advanceTimersByTime(300)
  clock.turn(askedAt, { changed: true, reading: false })
  vi.advanceTimersByTime(700)
  clock.inSync()
  clock.inSync()
  expect(live).toEqual([1000])
})

it('counts from the oldest of the changes that the outputs do not have yet', () => {
  const { live, clock, now } = clockAt()
  const first = now()
  clock.turn(first, { changed: true, reading: false })
  vi.advanceTimersByTime(5000)
  clock.turn(now(), { changed: true, reading: false })
  vi.advanceTimersByTime(1000)
  clock.inSync()
  expect(live).toEqual([6000])
})

it('counts the time that a slow source takes, and nothing when it brings nothing new', () => {
  const { live, clock, now } = clockAt()
  clock.turn(now(), { changed: false, reading: true })
  vi.advanceTimersByTime(4000)
  clock.turn(now(), { changed: true, reading: false })
  clock.inSync()
  clock.turn(now(), { changed: false, reading: true })
  vi.advanceTimersByTime(4000)
  clock.turn(now(), { changed: false, reading: false })
  clock.inSync()
  vi.advanceTimersByTime(1000)
  clock.turn(now(), { changed: true, reading: false })
  clock.inSync()
  expect(live).toEqual([4000, 0])
})

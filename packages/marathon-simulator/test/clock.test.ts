import { expect, test } from 'vitest'
import { createSteppedClock } from '../src/clock.ts'
import { start } from './rig/start.ts'

test('advance runs what is due in its order, and what that schedules', () => {
  const clock = createSteppedClock(0)
  const seen: string[] = []
  clock.schedule(20, () => seen.push(`b ${clock.now()}`))
  clock.schedule(10, () => {
    seen.push(`a ${clock.now()}`)
    clock.schedule(5, () => seen.push(`c ${clock.now()}`))
  })
  const cancel = clock.schedule(12, () => seen.push('never'))
  cancel()
  clock.advance(20)
  expect(seen).toEqual(['a 10', 'c 15', 'b 20'])
  expect(clock.now()).toBe(20)
})

test('settle ends with the last appointment in the foreground, and keeps those in the background before it', () => {
  const clock = createSteppedClock(0)
  let beats = 0
  const beat = (): void =>
    void clock.schedule(
      10,
      () => {
        beats += 1
        beat()
      },
      { background: true },
    )
  beat()
  clock.schedule(35, () => {})
  clock.settle()
  expect([beats, clock.now()]).toEqual([3, 35])
})

test('settle gives up on what never ends', () => {
  const clock = createSteppedClock(0)
  const again = (): void => void clock.schedule(1, again)
  again()
  expect(() => clock.settle()).toThrow('nothing came to rest within')
})

test('the time of another clock cannot be stepped', async () => {
  const simulator = await start({ clock: { now: () => 0, schedule: () => () => {} } })
  expect(() => simulator.settle()).toThrow('cannot be stepped')
})

import { expect } from 'vitest'
import { faked } from './faked.ts'
import type { Scenario } from './scenarios.ts'

const MINUTE = 60_000

/**
 * With the settings that proxym has, in time that only the test moves: nothing is lost while it lasts, what changed meanwhile is there within
 * 60 s after it, the next change is heard of at once, and at no time is anything asked for in a tight loop.
 */
export async function expectHealed({ name, options, begin, forMs, end }: Scenario): Promise<void> {
  const { simulator, time, scale, isRight, seen } = await faked(options)
  await time.until('the first outcome', isRight, MINUTE)
  // Callbacks were verified a moment ago.
  await time.pass(MINUTE + 2000)
  const before = seen.length
  time.forget()
  await begin(simulator)
  scale(3)
  await time.pass(forMs)
  await end(simulator)
  const tookMs = await time.until('the change that was missed', isRight, MINUTE)
  const { most, all } = time.requests()
  process.stdout.write(`${name}: right again after ${tookMs} ms, ${all} requests, at most ${most} in ten seconds\n`)
  // Three servers, each asked for apps and tasks, by the poll, by what is owed, and for events or callbacks.
  expect(most).toBeLessThan(60)
  expect(seen.slice(before).every(({ services }) => services.length === 6)).toBe(true)
  await time.pass(MINUTE)
  const streams = simulator.instances.reduce((sum, { openStreams }) => sum + openStreams, 0)
  expect(simulator.callbackUrls.length + streams).toBe(1)
  scale(2)
  await time.until('the next change', isRight, 3000)
}

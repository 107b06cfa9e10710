import { expect, test } from 'vitest'
import { createTrust } from '../../src/apply/trust.ts'
import { configText } from '../../src/text/index.ts'
import { fakeClock } from '../apply-rig/applier.ts'

const file = (...hosts: readonly string[]) =>
  configText(`backend a\n${hosts.map(host => `  server s-${host} ${host}:80\n`).join('')}`)
const [one, two] = [file('10.0.0.1'), file('10.0.0.1', '10.0.0.2')]

test('before anything has passed nothing is like it', () => {
  expect(createTrust(fakeClock()).isLikeOneThatPassed(one)).toBe(false)
})

test('other hosts than in the file that passed last', () => {
  const trust = createTrust(fakeClock())
  trust.passed(one)
  expect(trust.isLikeOneThatPassed(two)).toBe(true)
  expect(trust.isLikeOneThatPassed(configText('backend b\n'))).toBe(false)
})

test('a check without an end is doubt until one has passed', () => {
  const trust = createTrust(fakeClock())
  trust.passed(one)
  trust.doubt(false)
  expect([trust.isDoubted(), trust.isLikeOneThatPassed(two)]).toEqual([true, false])
  trust.passed(one)
  expect([trust.isDoubted(), trust.isLikeOneThatPassed(two)]).toEqual([false, true])
})

test('a refusal is doubt for ten minutes, whatever passes', () => {
  const clock = fakeClock()
  const trust = createTrust(clock)
  trust.passed(one)
  trust.doubt(true)
  trust.passed(one)
  clock.pass(10 * 60_000 - 1)
  expect(trust.isLikeOneThatPassed(two)).toBe(false)
  clock.pass(1)
  expect(trust.isLikeOneThatPassed(two)).toBe(true)
})

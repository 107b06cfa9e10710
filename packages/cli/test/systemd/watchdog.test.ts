import { type Condition, defaultSettings } from '@proxym/core'
import { expect, test } from 'vitest'
import { isTurning, watchdogIntervalMs } from '../../src/systemd/watchdog.ts'

test.each([
  [{ WATCHDOG_USEC: '60000000' }, 30_000],
  [{ WATCHDOG_USEC: '60000000', WATCHDOG_PID: '7' }, 30_000],
  [{ WATCHDOG_USEC: '60000000', WATCHDOG_PID: '8' }, undefined],
  [{ WATCHDOG_USEC: '0' }, undefined],
  [{ WATCHDOG_USEC: 'soon' }, undefined],
  [{ WATCHDOG_USEC: 'Infinity' }, undefined],
  [{}, undefined],
])('in the environment %o process 7 feeds the watchdog every %s ms', (env, expected) => {
  expect(watchdogIntervalMs({ env, pid: 7 })).toBe(expected)
})

const condition = (sinceCycleMs: number): Condition => ({
  started: true,
  services: 0,
  held: [],
  stale: [],
  outputs: [],
  changedAt: undefined,
  sinceCycleMs,
})

test.each([
  ['a cycle that ends with the latest resync turns', 72_000, defaultSettings, true],
  ['one that takes a minute on top, too', 130_000, defaultSettings, true],
  ['one that has not ended by then does not', 136_000, defaultSettings, false],
  ['a rare resync is waited for', 136_000, { ...defaultSettings, resyncMs: 600_000 }, true],
])('%s', (_, sinceMs, settings, expected) => {
  expect(isTurning(condition(sinceMs), settings)).toBe(expected)
})

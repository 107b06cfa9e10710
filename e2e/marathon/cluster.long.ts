import { createRealClock, createSimulator } from '@proxym/marathon-simulator'
import { describe, expect, onTestFinished, test } from 'vitest'
import { backendsIn } from './rig/backends.ts'
import { expectHealed } from './rig/expect-healed.ts'
import { host } from './rig/host.ts'
import { scenarios } from './rig/scenarios.ts'

const MINUTE = 60_000
const versions = ['0.8', '1.4', '1.5', '1.11']

describe('with the usual limits, in time that the test moves', () => {
  const all = scenarios({ versions, withoutLeaderMs: 20_000, downMs: 60 * MINUTE, silentMs: 10 * MINUTE })
  test.each(all)('$name', async scenario => {
    await expectHealed(scenario)
  })
})

describe('with short limits, in real time, through to the file that HAProxy checks', () => {
  // Callbacks are the matter of the other half: there is no short limit for how often they are verified.
  const all = scenarios({ versions: ['1.4', '1.11'], withoutLeaderMs: 3000, downMs: 5000, silentMs: 5000 })
  test.each(all)('$name', async ({ options, begin, forMs, end }) => {
    const timing = { startMs: 0, healthMs: 0, killMs: 0 }
    const simulator = await createSimulator({ ...options, instances: 3, clock: createRealClock(), timing, heartbeatMs: 300 })
    onTestFinished(() => simulator.close())
    simulator.populate({ apps: 5, tasksPerApp: 2 })
    const scale = (instances: number) =>
      simulator.deploy({ id: '/web', image: 'i', network: 'bridge', ports: [{ containerPort: 80 }], instances })
    scale(1)
    const limits = { idleTimeoutMs: 1500, requestTimeoutMs: 1000, connectTimeoutMs: 500, pollIntervalMs: 1000 }
    const proxym = await host({ servers: simulator.urls, ...limits }, { patienceMs: 1000, timeoutMs: 15_000, resyncMs: 10_000 })
    await proxym.start()
    const has = (count: number) => (text: string) =>
      backendsIn(text).size === 6 && backendsIn(text).get('marathon_web_80') === count
    await proxym.until('the first configuration', has(1))
    await expect.poll(() => simulator.instances.some(({ openStreams }) => openStreams > 0)).toBe(true)
    await begin(simulator)
    scale(3)
    const until = performance.now() + forMs
    // Whatever is written meanwhile has every app.
    await proxym.until('its end', text => {
      expect(backendsIn(text).size).toBe(6)
      return performance.now() >= until
    })
    await end(simulator)
    await proxym.until('the change that was missed', has(3), MINUTE)
    await expect.poll(() => simulator.instances.some(({ openStreams }) => openStreams > 0), { timeout: MINUTE }).toBe(true)
    scale(2)
    await proxym.until('the next change', has(2), MINUTE)
  })
})

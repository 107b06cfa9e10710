import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scriptedGenerator } from './scripted-generator.ts'

let script: ReturnType<typeof scriptedGenerator>
beforeEach(() => {
  vi.useFakeTimers()
  script = scriptedGenerator({ generateTimeoutMs: 5000 })
})
afterEach(async () => {
  await script.stop()
  vi.useRealTimers()
})

/** Let the next call hang until `settle`, and count how many calls are under way at a time. */
async function hang() {
  const gate = Promise.withResolvers<void>()
  const signals: AbortSignal[] = []
  let busy = 0
  let most = 0
  await script.start()
  script.will(async (_, { signal }) => {
    signals.push(signal)
    most = Math.max(most, ++busy)
    await gate.promise
    busy--
  })
  await script.report(2)
  return { gate, signals, most: () => most }
}

test('after its deadline its signal aborts, it has failed, and it is named while it is still busy', async () => {
  const { signals } = await hang()
  await script.pass(4000)
  expect([signals[0]?.aborted, script.state()]).toMatchObject([false, { state: 'running' }])
  await script.pass(1000)
  expect([signals[0]?.aborted, script.state()]).toMatchObject([true, { state: 'overdue', tries: 1 }])
  expect(script.messages()).toEqual([
    'target/write: `target/write` (generateConfig) did not finish within 5000 ms',
    'target/write: `target/write` is still busy after its deadline and is not called again until it ends',
  ])
  expect(script.proxym.proxym.ready().ready).toBe(false)
})

test('is never called twice in parallel: neither by its retry nor by a newer snapshot nor by a resync', async () => {
  const { most } = await hang()
  await script.pass(6000)
  await script.report(3)
  script.again('template edited')
  await script.pass(80_000)
  expect([script.ports(), most()]).toEqual([[1, 2], 1])
  expect(script.portOf(script.record.snapshots.at(-1))).toBe(3)
})

test('is called again with the newest snapshot as soon as it has settled, and with a signal of its own', async () => {
  const { gate, signals, most } = await hang()
  await script.pass(6000)
  await script.report(3)
  gate.resolve()
  await script.pass(10)
  expect([script.ports(), most(), signals.map(signal => signal.aborted)]).toEqual([[1, 2, 3], 1, [true, false]])
  expect([script.state(), script.messages()]).toMatchObject([{ state: 'in sync', tries: 0 }, []])
})

test('what it did after its deadline does not count: the same snapshot is applied once more', async () => {
  const { gate } = await hang()
  await script.pass(6000)
  gate.resolve()
  await script.pass(1000)
  expect([script.ports(), script.state()]).toMatchObject([[1, 2, 2], { state: 'in sync' }])
  expect(script.portOf(script.calls.at(-1)?.previous)).toBe(1)
})

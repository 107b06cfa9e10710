import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Handover } from '../../src/host/handover.ts'
import type { Logger } from '../../src/log/logger.ts'
import { nodeStateIo } from '../../src/state/state-io.ts'
import { createStateStore } from '../../src/state/state-store.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** A store of what is looked at and never written. */
function watched() {
  const looks: number[] = []
  const handover: Handover = {
    taps: [],
    sources() {
      looks.push(performance.now())
      return new Map()
    },
    kept: new Map() as unknown as Handover['kept'],
  }
  const logger: Logger = { error() {}, warn() {}, notice() {}, info() {}, debug() {}, named: () => logger }
  const io = { ...nodeStateIo, list: async () => [] }
  const place = { folder: '/nowhere', configuration: '/c.yaml', io, logger, earlier: handover }
  return { store: createStateStore(place), handover, looks }
}

test('while outputs are being made nothing is written: a start has better things to do', async () => {
  const { store, handover, looks } = watched()
  let busy = true
  store.follow(handover, () => busy)
  store.changed()
  await vi.advanceTimersByTimeAsync(10_500)
  expect(looks).toEqual([])
  busy = false
  await vi.advanceTimersByTimeAsync(1000)
  expect(looks).toHaveLength(1)
})

test('one that never ends does not keep it from being written for ever', async () => {
  const { store, handover, looks } = watched()
  store.follow(handover, () => true)
  store.changed()
  await vi.advanceTimersByTimeAsync(29_000)
  expect(looks).toEqual([])
  await vi.advanceTimersByTimeAsync(2000)
  expect(looks).toHaveLength(1)
})

import { afterEach, beforeEach, vi } from 'vitest'
import type { Notifier, ServiceBatch, SourceCall } from '../../src/hooks/contract.ts'
import { createTestProxym, type TestProxym, type TestProxymOptions } from '../../src/testing.ts'
import { plugin, recorder, steady, web } from './fake-plugins.ts'

/** What the running test works with. */
export interface Live {
  proxym: TestProxym
  /** Ask for a refresh as the scripted source does. */
  keyed: Notifier['refresh']
}

/** Fake timers around each test of the file, and a stop after it. */
export function useLive(): Live {
  const live = {} as Live
  beforeEach(() => void vi.useFakeTimers())
  afterEach(async () => {
    const stopped = live.proxym.stop()
    await vi.advanceTimersByTimeAsync(6000)
    await stopped
    vi.useRealTimers()
  })
  return live
}

/** A source whose answers the test decides one by one, beside a steady one. */
export function scriptedSource(live: Live, options: TestProxymOptions = {}) {
  const calls: (readonly string[] | undefined)[] = []
  let answer: (services: ServiceBatch, call: SourceCall) => unknown = services => services.set('a', [web('a')])
  const made = plugin('scripted', hooks => {
    hooks.notify.tap('watch', ({ refresh }) => {
      live.keyed = refresh
    })
    hooks.generateServices.tap('all', (services, call) => {
      calls.push(call.keys)
      return answer(services, call) as Promise<void>
    })
  })
  const will = (next: typeof answer): void => {
    answer = next
  }
  const record = recorder()
  live.proxym = createTestProxym([made, steady('other', web('other')), record.plugin], { random: () => 1, ...options })
  return { calls, record, will }
}

/** The ids in the newest snapshot, without the steady one. */
export const idsOf = (record: ReturnType<typeof recorder>) => record.ids()?.filter(id => id !== 'other')

import { createTestProxym, type TestProxym } from '@proxym/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HostPort } from '../src/address.ts'
import type { Polled } from '../src/leader.ts'
import { createLeader } from '../src/leader.ts'
import { watchLeader } from '../src/watch-leader.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const leader = (last: number): HostPort => ({ host: `10.0.0.${last}`, port: 5050 })

/** The watcher over a script of polls; each pause is ended by hand. */
function watched(polls: readonly (Polled | Error)[]) {
  const reasons: string[] = []
  const pauses: number[] = []
  const stop = new AbortController()
  let at = 0
  const ended = watchLeader({
    leader: {
      async poll() {
        const next = polls[at++]
        if (next === undefined) {
          stop.abort()
          throw new Error('over')
        }
        if (next instanceof Error) throw next
        return next
      },
    },
    intervalMs: 10_000,
    refresh: reason => void reasons.push(reason),
    signal: stop.signal,
    logger: { info() {} },
    pause: async ms => void pauses.push(ms),
  })
  return { ended: ended.catch((error: Error) => error.message), reasons, pauses }
}

test('asks for a refresh when another master leads, and only then', async () => {
  const { ended, reasons, pauses } = watched([
    { isFirst: true, before: undefined, now: leader(1) },
    { isFirst: false, before: leader(1), now: leader(1) },
    { isFirst: false, before: leader(1), now: { ...leader(1), port: 5051 } },
    { isFirst: false, before: leader(1), now: undefined },
    { isFirst: false, before: undefined, now: undefined },
  ])
  await ended
  expect(reasons).toEqual([
    '`10.0.0.1:5050` leads the Mesos masters',
    '`10.0.0.1:5051` leads the Mesos masters',
    'no Mesos master leads',
  ])
  expect(pauses).toEqual(Array.from({ length: 5 }, () => 10_000))
})

test('masters that do not answer end it, so that it is started again with back-off', async () => {
  const { ended, reasons } = watched([{ isFirst: true, before: undefined, now: leader(1) }, new Error('no Mesos master says')])
  expect(await ended).toContain('no Mesos master says')
  expect(reasons).toHaveLength(1)
})

test('an hour without any master: no tight loop, the leader stays, and it is right within a minute after', async () => {
  let up = true
  let led = 1
  let requests = 0
  const client = {
    async get<T>(_: string, __: AbortSignal, read: (reply: never) => T | PromiseLike<T>): Promise<T> {
      requests++
      if (!up) throw new Error('connect ECONNREFUSED')
      return read({ status: 307, location: `//10.0.0.${led}:5050`, chunks: (async function* () {})() } as never)
    },
    close: async () => {},
  }
  const proxym: TestProxym = createTestProxym({
    name: 'mesos-master',
    apply(context) {
      const tracker = createLeader({
        masters: ['http://m1:5050', 'http://m2:5050'],
        intervalMs: 10_000,
        client,
        resolve: async host => [host],
        signal: context.signal,
      })
      context.hooks.generateServices.tapPromise('leader', async services => {
        const now = await tracker.current()
        services.add(...(now === undefined ? [] : [{ id: 'mesos_master', hosts: [{ ip: now.host, port: now.port }] }]))
      })
      context.hooks.notify.tapPromise('leader', ({ refresh, signal }) =>
        watchLeader({ leader: tracker, intervalMs: 10_000, refresh, signal, logger: context.logger }),
      )
      context.hooks.generateConfig.tap('see', ({ services }) => void seen.push(services[0]?.hosts[0]?.ip))
    },
  })
  const seen: (string | undefined)[] = []
  await proxym.start()
  await vi.advanceTimersByTimeAsync(60_000)
  up = false
  led = 2
  requests = 0
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(requests).toBeGreaterThan(100)
  expect(requests).toBeLessThan(2500)
  up = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect([...new Set(seen)]).toEqual(['10.0.0.1', '10.0.0.2'])
  const stopped = proxym.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
})

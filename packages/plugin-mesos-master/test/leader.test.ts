import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Client } from '../src/client.ts'
import { createLeader } from '../src/leader.ts'
import { limits } from '../src/limits.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A leader tracker over one master that answers as it is told. */
function tracked() {
  let location: string | 'nobody' | 'down' = '//10.0.0.1:5050'
  let requests = 0
  const client: Client = {
    async get(_, __, read) {
      requests++
      if (location === 'down') throw new Error('connect ECONNREFUSED')
      const chunks = (async function* () {})()
      return read(location === 'nobody' ? { status: 503, location: undefined, chunks } : { status: 307, location, chunks })
    },
    close: async () => {},
  }
  const leader = createLeader({
    masters: ['http://m1:5050'],
    intervalMs: 10_000,
    client,
    resolve: async host => [host],
    signal: new AbortController().signal,
  })
  const says = (what: string): void => void (location = what)
  return { leader, says, requests: () => requests }
}

test('the first answer waits for the poll (G11), and those who ask meanwhile share it', async () => {
  const { leader, requests } = tracked()
  expect(await Promise.all([leader.current(), leader.current(), leader.poll()])).toMatchObject([
    { host: '10.0.0.1' },
    { host: '10.0.0.1' },
    { isFirst: true, before: undefined, now: { host: '10.0.0.1' } },
  ])
  expect(requests()).toBe(1)
})

test('while no master answers it fails, before the first answer and after', async () => {
  const { leader, says } = tracked()
  says('down')
  await expect(leader.current()).rejects.toThrow('ECONNREFUSED')
  says('//10.0.0.1:5050')
  await leader.current()
  says('down')
  vi.advanceTimersByTime(10_000)
  await expect(leader.current()).rejects.toThrow('A leader that is known is kept')
})

test('an answer is asked for again when it is as old as the interval', async () => {
  const { leader, says, requests } = tracked()
  await leader.current()
  says('//10.0.0.2:5050')
  vi.advanceTimersByTime(9999)
  expect(await leader.current()).toEqual({ host: '10.0.0.1', port: 5050 })
  vi.advanceTimersByTime(1)
  expect(await leader.current()).toEqual({ host: '10.0.0.2', port: 5050 })
  expect(requests()).toBe(2)
})

test('a poll after an outage knows what was before it', async () => {
  const { leader, says } = tracked()
  await leader.poll()
  says('down')
  await expect(leader.poll()).rejects.toThrow()
  says('//10.0.0.2:5051')
  expect(await leader.poll()).toEqual({
    isFirst: false,
    before: { host: '10.0.0.1', port: 5050 },
    now: { host: '10.0.0.2', port: 5051 },
  })
})

test('an election keeps the last leader; only when nobody leads for a minute there is none', async () => {
  const { leader, says } = tracked()
  await leader.poll()
  says('nobody')
  expect((await leader.poll()).now).toMatchObject({ host: '10.0.0.1' })
  vi.advanceTimersByTime(limits.noLeaderMs - 1)
  expect((await leader.poll()).now).toMatchObject({ host: '10.0.0.1' })
  vi.advanceTimersByTime(1)
  expect(await leader.poll()).toMatchObject({ before: { host: '10.0.0.1' }, now: undefined })
})

test('a leader in between begins the minute anew', async () => {
  const { leader, says } = tracked()
  for (const what of ['//10.0.0.1:5050', 'nobody', '//10.0.0.1:5050', 'nobody']) {
    says(what)
    await leader.poll()
    vi.advanceTimersByTime(40_000)
  }
  expect((await leader.poll()).now).toMatchObject({ host: '10.0.0.1' })
})

test('masters that say from the start that nobody leads are an answer', async () => {
  const { leader, says } = tracked()
  says('nobody')
  expect(await leader.current()).toBeUndefined()
})

import type { Problem } from '@proxym/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { host, service } from '../../plugin-haproxy/test/rig/service.ts'
import { createOutput } from '../src/create-output.ts'
import type { Driver, Scope } from '../src/driver.ts'
import { limits } from '../src/limits.ts'
import type { Held } from '../src/plan.ts'
import { createReconnectDelay } from '../src/reconnect-delay.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Services with one domain each; `last` makes their hosts differ. */
const services = (...given: readonly (readonly [id: string, last: number])[]) =>
  given.map(([id, last]) => service({ id, domains: [id], hosts: [host(`10.0.0.${last}`, 80)] }))

/** The plugin over lists in memory. */
function written() {
  const lists = new Map<string, Held>()
  const mine = new Set<string>()
  const scopes: Scope[] = []
  const state = { session: 1, claimsFail: 0, fails: false }
  const driver: Driver = {
    address: 'memory',
    nameOf: domain => `frontend:${domain}`,
    indexOf: owner => owner,
    connect: async () => state.session,
    async indexed(scope) {
      scopes.push(scope)
      const owned = new Set([...mine].filter(domain => scope === 'all' || scope.includes(domain)))
      return { owned: { mine: owned, others: new Map() }, size: mine.size }
    },
    read: async domains => new Map([...lists].filter(([domain]) => domains.includes(domain))),
    async claim(claims, releases) {
      if (state.claimsFail-- > 0) return false
      for (const domain of claims) mine.add(domain)
      for (const domain of releases) mine.delete(domain)
      return true
    },
    async write(writes, removals) {
      if (state.fails) throw new Error('refused')
      for (const { domain, entries } of writes) lists.set(domain, entries)
      for (const domain of removals) {
        lists.delete(domain)
        mine.delete(domain)
      }
      return []
    },
    close() {},
  }
  const output = createOutput(driver, { withoutHosts: 'identifier', maxWeight: 100, catchAll: undefined })
  const problems: Problem[] = []
  const call = { signal: new AbortController().signal, report: (problem: Problem) => void problems.push(problem) }
  return {
    lists,
    mine,
    state,
    problems,
    apply: (snapshot: ReturnType<typeof services>) => output.apply({ services: snapshot }, call),
    same: (snapshot: { readonly services: ReturnType<typeof services> }) => output.apply(snapshot, call),
    /** What was looked at since the last time. */
    scopes: () => scopes.splice(0),
  }
}

test('everything the first time, then what changed: added, other, gone', async () => {
  const { apply, scopes, lists, mine } = written()
  await apply(services(['a', 1], ['b', 1], ['c', 1]))
  await apply(services(['a', 1], ['b', 2], ['d', 1]))
  expect(scopes()).toEqual(['all', ['b', 'c', 'd']])
  expect([...lists.keys()].sort()).toEqual(['a', 'b', 'd'])
  expect([...mine].sort()).toEqual(['a', 'b', 'd'])
  await apply(services(['a', 1], ['b', 2], ['d', 1]))
  expect(scopes()).toEqual([[]])
})

test('everything when nothing has changed: that is a resync', async () => {
  const { same, scopes } = written()
  const snapshot = { services: services(['a', 1]) }
  await same(snapshot)
  await same(snapshot)
  expect(scopes()).toEqual(['all', 'all'])
})

test('everything when the last time was long ago, although every call brings a change', async () => {
  const { apply, scopes, lists } = written()
  await apply(services(['a', 1], ['b', 1]))
  vi.advanceTimersByTime(limits.fullMs - 1)
  await apply(services(['a', 2], ['b', 1]))
  lists.set('b', ['by', 'hand'])
  vi.advanceTimersByTime(1)
  await apply(services(['a', 3], ['b', 1]))
  expect(scopes()).toEqual(['all', ['a'], 'all'])
  expect(lists.get('b')).toEqual(['b', 'http://10.0.0.1:80'])
})

test('everything after another connection, and after a failure', async () => {
  const { apply, scopes, state } = written()
  await apply(services(['a', 1]))
  state.session = 2
  await apply(services(['a', 2]))
  state.fails = true
  await expect(apply(services(['a', 3]))).rejects.toThrow('refused')
  state.fails = false
  await apply(services(['a', 3]))
  expect(scopes()).toEqual(['all', 'all', ['a'], 'all'])
})

test('everything when our index does not hold what it should', async () => {
  const { apply, scopes, mine, lists } = written()
  await apply(services(['a', 1], ['b', 1]))
  mine.clear()
  lists.clear()
  await apply(services(['a', 2], ['b', 1]))
  expect(scopes()).toEqual(['all', ['a'], 'all'])
  expect([...lists.keys()]).toEqual(['a', 'b'])
})

test('a key that was no list is looked at each time', async () => {
  const { apply, scopes, lists, problems } = written()
  lists.set('a', 'no list')
  await apply(services(['a', 1], ['b', 1]))
  await apply(services(['a', 1], ['b', 2]))
  expect(problems.map(({ subject }) => subject)).toEqual(['a', 'a'])
  lists.delete('a')
  await apply(services(['a', 1], ['b', 3]))
  expect(scopes()).toEqual(['all', ['a', 'b'], ['a', 'b']])
  expect(lists.get('a')).toEqual(['a', 'http://10.0.0.1:80'])
})

test('claims that others come before are made again from what there is then, but not for ever', async () => {
  const { apply, scopes, state, lists } = written()
  state.claimsFail = limits.claims - 1
  await apply(services(['a', 1]))
  expect(scopes()).toHaveLength(limits.claims)
  state.claimsFail = limits.claims
  await expect(apply(services(['a', 2]))).rejects.toThrow('was changed by other owners')
  expect(lists.get('a')).toEqual(['a', 'http://10.0.0.1:80'])
})

test('new connections come with back-off and jitter, from the start again only after a healthy one', () => {
  const most = createReconnectDelay(() => 1)
  expect([1, 2, 3, 4, 5, 6, 7].map(() => most.next())).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000])
  most.ready()
  vi.advanceTimersByTime(limits.healthyMs - 1)
  expect(most.next()).toBe(10_000)
  most.ready()
  vi.advanceTimersByTime(limits.healthyMs)
  expect(most.next()).toBe(500)
  const least = createReconnectDelay(() => 0)
  expect([least.next(), least.next()]).toEqual([20, 20])
})

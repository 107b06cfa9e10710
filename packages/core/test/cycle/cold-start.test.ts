import { expect, test, vi } from 'vitest'
import { createTestProxym } from '../../src/testing.ts'
import { recorder, web } from './fake-plugins.ts'
import { idsOf, scriptedSource, useLive } from './scripted-source.ts'

const live = useLive()

test('holds everything until each source has answered once, names it, and touches no target', async () => {
  const { record, will } = scriptedSource(live)
  will(() => Promise.reject(new Error('connect refused')))
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  expect(live.proxym.proxym.ready()).toEqual({
    ready: false,
    reasons: ['waiting for `scripted/all` before anything is written: connect refused'],
  })
  expect(record.snapshots).toEqual([])
  will(services => services.set('a', [web('a')]))
  await vi.advanceTimersByTimeAsync(10_000)
  expect([live.proxym.proxym.ready().ready, idsOf(record)]).toEqual([true, ['a']])
})

test('without any source nothing is ever written', async () => {
  const record = recorder()
  live.proxym = createTestProxym(record.plugin)
  const refreshed = live.proxym.refresh()
  await vi.advanceTimersByTimeAsync(10)
  expect((await refreshed).held).toMatchObject([{ code: 'PROXYM_HELD_NO_SOURCE' }])
  expect(record.snapshots).toEqual([])
})

test('what an earlier proxym knew is used until the sources answer, and is marked stale', async () => {
  scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  const handover = live.proxym.proxym.handover()
  const stopped = live.proxym.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  const { record, will } = scriptedSource(live, { handover })
  will(() => new Promise(() => {}))
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(2000)
  expect(idsOf(record)).toEqual(['a'])
  expect(live.proxym.proxym.status()).toMatchObject({ sources: { 'scripted/all': { state: 'stale' } } })
})

test('holds when its first answer could read nothing at all: that is no answer', async () => {
  const { record, will } = scriptedSource(live)
  will(services => services.keep('a', new Error('no permission')))
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  expect(record.snapshots).toEqual([])
  expect(live.proxym.proxym.ready().reasons.join()).toContain('could read none of its 1 keys')
})

test('a refresh that comes after the stop is refused', async () => {
  scriptedSource(live)
  const stopped = live.proxym.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped
  await expect(live.proxym.refresh()).rejects.toThrow('proxym is stopping')
})

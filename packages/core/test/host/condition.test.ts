import { expect, test, vi } from 'vitest'
import { scriptedGenerator } from '../cycle/scripted-generator.ts'
import { scriptedSource, useLive } from '../cycle/scripted-source.ts'

const live = useLive()

test('the first outcome is there when the first cycle has ended, held or not, and texts name no password', async () => {
  const { will } = scriptedSource(live)
  will(() => Promise.reject(new Error('GET http://me:c4n4ry@m1/apps failed')))
  let known = false
  void live.proxym.proxym.firstOutcome.then(() => {
    known = true
  })
  expect(live.proxym.proxym.condition()).toMatchObject({ started: false, services: 0, changedAt: undefined })
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  expect(known).toBe(true)
  const { started, held } = live.proxym.proxym.condition()
  expect([started, held]).toEqual([
    true,
    ['waiting for `scripted/all` before anything is written: GET http://***@m1/apps failed'],
  ])
  expect(JSON.stringify([live.proxym.proxym.status(), live.proxym.proxym.ready()])).not.toContain('c4n4ry')
})

test('tells how long ago a cycle ended, and when a change was everywhere', async () => {
  scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(0)
  const appliedAt = Date.now()
  await vi.advanceTimersByTimeAsync(5000)
  expect(live.proxym.proxym.condition()).toMatchObject({ services: 2, held: [], sinceCycleMs: 5000, changedAt: appliedAt })
})

test('a resync that changes nothing is no change', async () => {
  scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  const { changedAt } = live.proxym.proxym.condition()
  await vi.advanceTimersByTimeAsync(100_000)
  const now = live.proxym.proxym.condition()
  expect([now.changedAt, now.sinceCycleMs < 80_000]).toEqual([changedAt, true])
})

test('the first outcome waits for the first call of a generator, and a failure is one', async () => {
  const target = scriptedGenerator()
  live.proxym = target.proxym
  const call = Promise.withResolvers<void>()
  target.will(() => call.promise)
  let known = false
  void target.proxym.proxym.firstOutcome.then(() => {
    known = true
  })
  await target.start()
  expect(known).toBe(false)
  call.reject(new Error('no'))
  await target.pass(0)
  expect(known).toBe(true)
  expect(target.proxym.proxym.condition().outputs).toContainEqual({ name: 'target/write', state: 'failing', problem: 'no' })
})

test('a source and a generator that never end do not keep cycles from ending', async () => {
  const { will } = scriptedSource(live)
  await live.proxym.start()
  await vi.advanceTimersByTimeAsync(1000)
  will(() => new Promise(() => {}))
  await vi.advanceTimersByTimeAsync(600_000)
  expect(live.proxym.proxym.condition()).toMatchObject({ stale: ['scripted/all'] })
  expect(live.proxym.proxym.condition().sinceCycleMs).toBeLessThan(80_000)
  const stopped = live.proxym.stop()
  await vi.advanceTimersByTimeAsync(6000)
  await stopped

  const target = scriptedGenerator()
  live.proxym = target.proxym
  target.will(() => new Promise(() => {}))
  await target.start()
  await target.pass(600_000)
  expect(target.proxym.proxym.condition().outputs).toContainEqual(expect.objectContaining({ state: 'overdue' }))
  expect(target.proxym.proxym.condition().sinceCycleMs).toBeLessThan(80_000)
})

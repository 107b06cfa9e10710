import { expect, test } from 'vitest'
import { useScripted } from '../use-scripted.ts'
import { type LandscapeOptions, many, scriptedLandscape } from './scripted-landscape.ts'

const { scripted } = useScripted(scriptedLandscape)

test('a first answer of none is held while an output holds something, and believed when it is said twice', async () => {
  const land = scripted({ first: [], target: () => true })
  await land.start()
  expect(land.record.snapshots).toEqual([])
  expect(land.host.ready()).toMatchObject({
    ready: false,
    reasons: [
      '`land/all` reports no services at all and an output exists already; nothing is written until it says so again in 30 s',
    ],
  })
  await land.pass(28_500)
  expect([land.record.snapshots, land.asked.length]).toEqual([[], 1])
  await land.pass(1000)
  expect([land.ids(), land.record.snapshots.length, land.asked]).toEqual([[], 1, [undefined, undefined]])
  expect([land.codes(), land.host.ready().ready]).toEqual([[], true])
})

test.each<readonly [string, LandscapeOptions]>([
  ['no output says that it holds anything', { target: () => false }],
  ['no output can say so', {}],
  ['it is switched off', { target: () => true, confirmMs: 0 }],
  ['the source is optional', { target: () => true, optional: ['land'] }],
])('it is believed at once when %s', async (_, options) => {
  const land = scripted({ first: [], ...options })
  await land.start()
  expect([land.record.snapshots.length, land.ids()]).toEqual([1, []])
})

test.each<readonly [string, () => boolean | Promise<boolean>]>([
  [
    'throws',
    () => {
      throw new Error('no connection')
    },
  ],
  ['rejects', () => Promise.reject(new Error('no connection'))],
  ['never answers', () => new Promise(() => {})],
])('an output that %s when it is asked counts as one that holds something', async (_, target) => {
  const land = scripted({ first: [], target })
  await land.start()
  await land.pass(3000)
  expect(land.codes()).toEqual(['PROXYM_HELD_EMPTY'])
})

test('services that come meanwhile end the wait', async () => {
  const land = scripted({ first: [], target: () => true })
  await land.start()
  await land.report(many(1))
  expect([land.ids(), land.codes()]).toEqual([['s1'], []])
})

test('`proxym confirm` ends it at once', async () => {
  const land = scripted({ first: [], target: () => true })
  await land.start()
  const confirmed = land.host.confirm(land.digest())
  await land.pass(1000)
  expect((await confirmed).held).toEqual([])
  expect([land.record.snapshots.length, land.ids(), land.codes()]).toEqual([1, [], []])
})

test('a run of one cycle waits and reads again', async () => {
  const land = scripted({ first: [], target: () => true })
  const ran = land.host.once()
  await land.pass(29_000)
  expect([land.asked.length, land.record.snapshots]).toEqual([1, []])
  await land.pass(1500)
  expect((await ran).held).toEqual([])
  expect([land.asked.length, land.record.snapshots.length]).toEqual([2, 1])
})

test('a run of one cycle whose second reading fails writes nothing', async () => {
  const land = scripted({ first: [], target: () => true })
  const ran = land.host.once()
  await land.pass(20_000)
  land.fails(new Error('503'))
  await land.pass(12_000)
  expect((await ran).held).toMatchObject([{ code: 'PROXYM_HELD_EMPTY' }])
  expect(land.record.snapshots).toEqual([])
})

test('a run of one cycle that is stopped while it waits ends without writing', async () => {
  const land = scripted({ first: [], target: () => true })
  const ran = land.host.once()
  await land.pass(1000)
  await land.stop()
  expect((await ran).held).toMatchObject([{ code: 'PROXYM_HELD_EMPTY' }])
  expect(land.record.snapshots).toEqual([])
})

test('a dry run shows it, compares nothing and does not wait', async () => {
  const land = scripted({ first: [], target: () => true })
  const ran = land.host.dryRun({ preview: true })
  await land.pass(10)
  expect(await ran).toMatchObject({ held: [{ code: 'PROXYM_HELD_EMPTY' }], previews: [] })
})

test('after a SIGHUP nothing vanishes unconfirmed either, and what was none stays none', async () => {
  const land = scripted()
  await land.start()
  await land.report([])
  const handover = land.host.handover()
  await land.stop()
  const next = scripted({ first: [], handover, target: () => true })
  await next.start()
  expect([next.ids().length, next.codes()]).toEqual([10, ['PROXYM_HELD_SHRINK']])
  await next.pass(31_000)
  expect([next.ids(), next.codes()]).toEqual([[], []])
  const last = scripted({ first: [], handover: next.host.handover(), target: () => true })
  await next.stop()
  await last.start()
  expect([last.record.snapshots.length, last.codes()]).toEqual([1, []])
})

import { expect, test } from 'vitest'
import { web } from '../fake-plugins.ts'
import { useScripted } from '../use-scripted.ts'
import { many, scriptedLandscape } from './scripted-landscape.ts'

const { scripted } = useScripted(scriptedLandscape)

const all = many(10)
  .map(({ id }) => id ?? '')
  .toSorted()

test('a source that suddenly answers nothing removes nothing, says why, and is believed when it says so again in full', async () => {
  const land = scripted()
  await land.start()
  await land.report([], ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10'])
  expect(land.ids()).toEqual(all)
  expect(land.host.problems()).toMatchObject([
    {
      tap: 'land/all',
      code: 'PROXYM_HELD_SHRINK',
      message:
        '`land/all` no longer reports 10 of its 10 services; they stay until it says so again in 30 s: `s1`, `s10`, `s2`, `s3`, `s4` and 5 more',
      hint: `If they are meant to go, \`proxym confirm ${land.digest()}\` removes them at once.`,
    },
  ])
  expect(land.host.status()).toMatchObject({
    services: 10,
    sources: { 'land/all': { services: 0, withheld: { digest: land.digest(), count: 10, of: 10 } } },
  })
  expect(land.proxym.log.filter(line => line.fields['code'] === 'PROXYM_HELD_SHRINK')).toHaveLength(1)
  const before = land.asked.length
  await land.pass(28_000)
  expect([land.ids(), land.asked.length]).toEqual([all, before])
  await land.pass(2000)
  expect(land.asked.slice(before)).toEqual([undefined])
  expect([land.ids(), land.codes()]).toEqual([[], []])
  expect(land.host.status()).toMatchObject({ services: 0, sources: { 'land/all': { withheld: null } } })
})

test('more than half of more than five is held, half is not', async () => {
  const land = scripted()
  await land.start()
  await land.report(many(4))
  expect(land.ids()).toEqual(all)
  await land.report(many(5))
  expect(land.ids()).toEqual(many(5).map(({ id }) => id))
  await land.report(many(1))
  expect(land.ids()).toEqual(['s1'])
})

test('additions and changes pass while removals are held', async () => {
  const land = scripted()
  await land.start()
  await land.report([...many(3), web('new')])
  expect(land.ids()).toEqual(['new', ...all])
  await land.report([web('s1', { port: 99 }), ...many(2, 2), web('new')])
  expect(land.record.snapshots.at(-1)?.services.find(({ id }) => id === 's1')?.port).toBe(99)
  expect(land.ids()).toHaveLength(11)
})

test('a failed answer confirms nothing; the next good one does', async () => {
  const land = scripted()
  await land.start()
  await land.report([])
  land.fails(new Error('503'))
  await land.pass(40_000)
  expect([land.ids(), land.codes().toSorted()]).toEqual([all, ['PROXYM_HELD_SHRINK', 'PROXYM_SOURCE_FAILED']])
  land.fails(undefined)
  await land.pass(31_000)
  expect([land.ids(), land.codes()]).toEqual([[], []])
})

test('nothing was lost when the services are there again at the second answer', async () => {
  const land = scripted()
  await land.start()
  const snapshots = land.record.snapshots.length
  await land.report([])
  land.set(many(10))
  await land.pass(31_000)
  expect([land.ids(), land.codes(), land.record.snapshots.length]).toEqual([all, [], snapshots])
})

test('two answers that do not agree are both not believed', async () => {
  const land = scripted({ resyncMs: 3_600_000 })
  await land.start()
  await land.report(many(2))
  land.set(many(2, 5))
  await land.pass(31_000)
  expect([land.ids(), land.codes()]).toEqual([all, ['PROXYM_HELD_SHRINK']])
  await land.pass(31_000)
  expect([land.ids(), land.codes()]).toEqual([['s5', 's6'], []])
})

test('services that turn invalid count as removed', async () => {
  const land = scripted()
  await land.start()
  await land.report(many(10).map(service => ({ ...service, port: 70_000 })))
  expect(land.ids()).toEqual(all)
  expect(land.codes().filter(code => code === 'PROXYM_HELD_SHRINK')).toHaveLength(1)
})

test('`proxym confirm` removes at once what waits, and nothing else; an unknown digest is refused', async () => {
  const land = scripted()
  await land.start()
  await land.report(many(2))
  await expect(land.host.confirm('0123456789ab')).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_CONFIRM_UNKNOWN', hint: `These do: \`${land.digest()}\`; /status says what each stands for.` }],
  })
  expect(land.ids()).toEqual(all)
  const old = land.digest()
  await land.report(many(1))
  await expect(land.host.confirm(old)).rejects.toThrow('has the digest')
  const reads = land.asked.length
  const confirmed = land.host.confirm(land.digest())
  await land.pass(1000)
  expect((await confirmed).changes.removed).toHaveLength(9)
  expect([land.ids(), land.codes(), land.asked.length]).toEqual([['s1'], [], reads])
  await expect(land.host.confirm(old)).rejects.toThrow('Nothing waits for a confirmation now.')
})

test.each([
  ['the setting', {}, 30_000],
  ['the setting, when it is another', { confirmMs: 5000 }, 5000],
  ['the tap', { confirmMs: 5000, tap: { confirmMs: 8000 } }, 8000],
  ['the entry of the configuration', { tap: { confirmMs: 8000 }, confirmMsOf: { land: 12_000 } }, 12_000],
])('waits as long as %s says', async (_, options, ms) => {
  const land = scripted({ ...options, resyncMs: 3_600_000 })
  await land.start()
  await land.report([])
  // The cycle that saw it ran up to 1.3 s ago.
  await land.pass(ms - 1400)
  expect(land.ids()).toEqual(all)
  await land.pass(2000)
  expect(land.ids()).toEqual([])
})

test('with 0 everything goes at once', async () => {
  const land = scripted({ tap: { confirmMs: 8000 }, confirmMsOf: { land: 0 } })
  await land.start()
  await land.report([])
  expect([land.ids(), land.codes()]).toEqual([[], []])
})

test('what is withheld keeps what it claims', async () => {
  const land = scripted({ first: [...many(6), web('z', { domains: ['x.example.com'] })] })
  await land.start()
  await land.report([...many(1), web('zz', { domains: ['x.example.com'] })])
  const services = land.record.snapshots.at(-1)?.services ?? []
  expect(services.filter(({ domains }) => domains.includes('x.example.com')).map(({ id }) => id)).toEqual(['z'])
  expect(land.codes().toSorted()).toEqual(['PROXYM_CLAIM_LOST', 'PROXYM_HELD_SHRINK'])
})

test('a confirmation counts once: what comes back and vanishes again is held again', async () => {
  const land = scripted()
  await land.start()
  await land.report([])
  const confirmed = land.host.confirm(land.digest())
  await land.pass(1000)
  await confirmed
  await land.report(many(10))
  expect(land.ids()).toEqual(all)
  await land.report([])
  expect([land.ids(), land.codes()]).toEqual([all, ['PROXYM_HELD_SHRINK']])
})

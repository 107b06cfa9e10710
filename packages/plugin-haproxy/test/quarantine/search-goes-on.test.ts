import { expect, test } from 'vitest'
import { web, world } from './world.ts'

const many = (count: number, config = (_index: number) => 'fine') =>
  Array.from({ length: count }, (_, index) => web(`s${String(index).padStart(3, '0')}`, config(index)))

test('when the time is over the undecided keep their last good version, and the search goes on soon until all is decided', async () => {
  const rig = world()
  rig.check = text => (text.includes('bad') ? ['something is wrong'] : [])
  await rig.apply(...many(100))
  rig.checkMs = 7000
  const wanted = many(100, index => (index === 0 || index === 70 ? 'bad' : 'new'))
  const first = await rig.reports(...wanted)
  expect(first).toContain('QUARANTINE_SEARCH')
  expect(rig.asked).toEqual(['search for refused services goes on'])
  expect(rig.file()?.split('\n')).toHaveLength(100)
  let reports = first
  for (let round = 0; reports.includes('QUARANTINE_SEARCH'); round++) {
    expect(round).toBeLessThan(10)
    reports = await rig.reports(...wanted)
  }
  expect(reports).toEqual(['QUARANTINED s000', 'QUARANTINED s070'])
  expect(
    rig
      .file()
      ?.split('\n')
      .filter(line => line.includes('new')),
  ).toHaveLength(98)
  const asked = rig.asked.length
  await rig.apply(...wanted)
  expect(rig.asked).toHaveLength(asked)
})

test('a search at a start that is not over writes nothing: what is not decided may be served by the file that is there', async () => {
  const rig = world()
  rig.check = text => (text.includes('bad') ? ['something is wrong'] : [])
  rig.checkMs = 7000
  const wanted = many(100, index => (index === 0 || index === 70 ? 'bad' : 'new'))
  let failures = 0
  for (let done = false; !done; failures++) {
    expect(failures).toBeLessThan(10)
    done = await rig.apply(...wanted).then(
      () => true,
      error => {
        expect(error).toMatchObject({ problems: [{ code: 'PROXYM_QUARANTINE_SEARCH' }] })
        expect(rig.loaded).toEqual([])
        return false
      },
    )
  }
  expect(failures).toBeGreaterThan(1)
  expect(rig.asked).toHaveLength(failures - 1)
  expect(rig.file()?.split('\n')).toHaveLength(98)
})

test('checks so slow that a search has time for four come to an end as well, at a start too', async () => {
  for (const isStart of [true, false]) {
    const rig = world()
    if (!isStart) await rig.apply(...many(64))
    rig.check = text => (text.includes('bad') ? ['something is wrong'] : [])
    rig.checkMs = 15_000
    const wanted = many(64, index => (index === 5 ? 'bad' : 'new'))
    const decided = () =>
      rig.reports(...wanted).then(
        reports => reports.join() === 'QUARANTINED s005',
        () => false,
      )
    for (let round = 0; !(await decided()); round++) expect(round, `start: ${isStart}`).toBeLessThan(20)
    expect(
      rig
        .file()
        ?.split('\n')
        .filter(line => line.includes('new')),
    ).toHaveLength(63)
  }
})

test('what is undecided stays so while the load fails: the same text is tried again, without another search', async () => {
  const rig = world()
  rig.check = text => (text.includes('bad') ? ['something is wrong'] : [])
  await rig.apply(...many(100))
  rig.checkMs = 7000
  rig.load = () => 'reload failed'
  const wanted = many(100, index => (index === 0 || index === 70 ? 'bad' : 'new'))
  await expect(rig.apply(...wanted)).rejects.toMatchObject({ problems: [{ code: 'PROXYM_RELOAD_FAILED' }] })
  const before = rig.checks
  await expect(rig.apply(...wanted)).rejects.toThrow('reload failed')
  expect(rig.checks - before).toBe(1)
  rig.load = () => undefined
  expect(await rig.reports(...wanted)).toContain('QUARANTINE_SEARCH')
})

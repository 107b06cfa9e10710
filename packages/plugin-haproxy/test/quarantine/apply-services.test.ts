import { expect, test } from 'vitest'
import { web, world } from './world.ts'

const minutes = 60_000

test('one that is refused keeps its last good version, the rest goes live, and the report names both', async () => {
  const { apply, file } = world()
  expect(await apply(web('a'), web('b'))).toEqual([])
  const problems = await apply(web('a', 'bad'), web('b', 'new'), web('c'))
  expect(file()).toBe('a fine a.example.com\nb new b.example.com\nc fine c.example.com')
  expect(problems).toMatchObject([{ code: 'PROXYM_QUARANTINED', subject: 'a' }])
  expect(problems[0]?.message).toContain('its last good version stays in the file. The refusal:\nrefused: a bad a.example.com')
  expect(problems[0]?.hint).toContain('tried again when it changes, and every 10 minutes')
})

test('at a first start the refused one is left out', async () => {
  const { apply, file } = world()
  const [problem] = await apply(web('a'), web('b', 'bad'))
  expect(problem?.message).toContain('it is left out, since no version of it was ever loaded')
  expect(file()).toBe('a fine a.example.com')
})

test('it is not tried again as long as it says the same, in whatever object, and the report does not change', async () => {
  const rig = world()
  await rig.apply(web('a'), web('b'))
  const first = await rig.apply(web('a', 'bad'), web('b'))
  const before = rig.checks
  for (const b of ['1', '2', '3']) expect(await rig.apply(web('a', 'bad'), web('b', b))).toEqual(first)
  expect(rig.checks - before).toBe(3)
  expect(rig.file()).toBe('a fine a.example.com\nb 3 b.example.com')
})

test('it is tried again when it changes, and the report is gone when it passes', async () => {
  const rig = world()
  await rig.apply(web('a'))
  expect(await rig.reports(web('a', 'bad'))).toEqual(['QUARANTINED a'])
  expect(await rig.reports(web('a', 'bad again'))).toEqual(['QUARANTINED a'])
  expect(rig.file()).toBe('a fine a.example.com')
  expect(await rig.reports(web('a', 'good'))).toEqual([])
  expect(rig.file()).toBe('a good a.example.com')
})

test('it is tried again after 10 minutes, not before', async () => {
  const rig = world()
  await rig.apply(web('a'))
  await rig.apply(web('a', 'bad'))
  rig.check = () => []
  rig.clock.pass(10 * minutes - 1)
  expect(await rig.reports(web('a', 'bad'))).toEqual(['QUARANTINED a'])
  rig.clock.pass(1)
  expect(await rig.reports(web('a', 'bad'))).toEqual([])
  expect(rig.file()).toBe('a bad a.example.com')
})

test('one that is refused after 10 minutes as well stays for another 10', async () => {
  const rig = world()
  await rig.apply(web('a'))
  const first = await rig.apply(web('a', 'bad'))
  rig.clock.pass(10 * minutes)
  expect(await rig.apply(web('a', 'bad'))).toEqual(first)
  const before = rig.checks
  rig.clock.pass(9 * minutes)
  await rig.apply(web('a', 'bad'))
  expect(rig.checks - before).toBe(1)
})

test('one that vanishes is gone from the file, with its report', async () => {
  const rig = world()
  await rig.apply(web('a'), web('b'))
  await rig.apply(web('a', 'bad'), web('b'))
  expect(await rig.reports(web('b'))).toEqual([])
  expect(rig.file()).toBe('b fine b.example.com')
})

test('a removal can be refused: the service stays', async () => {
  const rig = world()
  rig.check = text => (text.includes('needs-a') && !text.includes('a fine') ? ['b needs a'] : [])
  await rig.apply(web('a'), web('b', 'needs-a'))
  const [problem] = await rig.apply(web('b', 'needs-a'))
  expect(problem).toMatchObject({ code: 'PROXYM_QUARANTINED', subject: 'a' })
  expect(problem?.message).toContain('the file with its removal is refused; it stays in the file')
  expect(rig.file()).toBe('a fine a.example.com\nb needs-a b.example.com')
  expect(await rig.reports(web('b'))).toEqual(['QUARANTINED a'])
})

test('of two that are refused only together the new one waits, also when it comes first by name', async () => {
  const rig = world()
  rig.check = text => (text.includes('left') && text.includes('right') ? ['left and right'] : [])
  await rig.apply(web('b', 'left'))
  expect(await rig.reports(web('a', 'right'), web('b', 'left'))).toEqual(['QUARANTINED a'])
  expect(rig.file()).toBe('b left b.example.com')
})

test('an old version loses what another service claims now, for good', async () => {
  const rig = world()
  await rig.apply(web('a', 'fine', { domains: ['one.example.com', 'two.example.com'] }))
  expect(
    await rig.reports(web('a', 'bad', { domains: ['two.example.com'] }), web('b', 'x', { domains: ['one.example.com'] })),
  ).toEqual(['QUARANTINED a'])
  expect(rig.file()).toBe('a fine two.example.com\nb x one.example.com')
})

test('a file that is refused without any change as well is nobody’s fault', async () => {
  const rig = world()
  await rig.apply(web('a'), web('b'))
  rig.check = () => ['the template is wrong']
  await expect(rig.apply(web('a', 'new'), web('b'), web('c'))).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_CHECK_FAILED' }],
  })
  expect(rig.checks).toBe(3)
  rig.check = () => []
  expect(await rig.apply(web('a', 'new'), web('b'), web('c'))).toEqual([])
})

test('an old version that is refused itself, by another template, gives way to the present one', async () => {
  const rig = world()
  await rig.apply(web('a', 'old'))
  expect(await rig.reports(web('a', 'bad'))).toEqual(['QUARANTINED a'])
  rig.check = text => (text.includes('old') ? ['old words'] : [])
  await expect(rig.apply(web('a', 'bad'))).rejects.toThrow()
  expect(await rig.reports(web('a', 'bad'))).toEqual([])
  expect(rig.file()).toBe('a bad a.example.com')
})

test('a service without which the template renders is guilty like one that the check refuses', async () => {
  const rig = world()
  rig.renderFails = services => (services.some(({ config }) => config === 'odd') ? 'undefined variable' : undefined)
  expect(await rig.reports(web('a'), web('b', 'odd'), web('c'))).toEqual(['QUARANTINED b'])
  expect(rig.file()).toBe('a fine a.example.com\nc fine c.example.com')
})

test('without a check command nobody is found guilty', async () => {
  const rig = world()
  rig.hasCheck = false
  rig.sighup()
  rig.renderFails = ({ length }) => (length > 1 ? 'undefined variable' : undefined)
  await expect(rig.apply(web('a'), web('b'))).rejects.toMatchObject({ problems: [{ code: 'PROXYM_TEMPLATE' }] })
  expect(rig.loaded).toEqual([])
})

test('a failed load is no reason to search, and does not make a version the last good one', async () => {
  const rig = world()
  await rig.apply(web('a', 'one'))
  rig.load = () => 'reload failed'
  await expect(rig.apply(web('a', 'two'))).rejects.toMatchObject({ problems: [{ code: 'PROXYM_RELOAD_FAILED' }] })
  expect(rig.checks).toBe(2)
  rig.load = () => undefined
  await rig.apply(web('a', 'bad'))
  expect(rig.file()).toBe('a one a.example.com')
})

test('last good versions pass over a SIGHUP, and everything is tried once more', async () => {
  const rig = world()
  await rig.apply(web('a'), web('b'))
  await rig.apply(web('a', 'bad'), web('b'))
  rig.sighup()
  expect(await rig.reports(web('a', 'bad'), web('b'))).toEqual(['QUARANTINED a'])
  expect(rig.file()).toBe('a fine a.example.com\nb fine b.example.com')
})

test('diff shows the file as it is held back', async () => {
  const rig = world()
  await rig.apply(web('a'))
  await rig.apply(web('a', 'bad'))
  expect(rig.effective(web('a', 'bad'), web('b'))).toEqual([web('a'), web('b')])
})

test('a search that fails in itself, as by a stop, holds nobody back', async () => {
  const rig = world()
  await rig.apply(web('a'))
  const check = rig.check
  rig.check = () => {
    throw new Error('stopped')
  }
  await expect(rig.apply(web('a', 'bad'))).rejects.toThrow('stopped')
  rig.check = check
  expect(await rig.reports(web('a', 'good'))).toEqual([])
})

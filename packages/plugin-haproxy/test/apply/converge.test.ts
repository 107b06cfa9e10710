import { expect, test } from 'vitest'
import { applierRig, forever } from '../apply-rig/applier.ts'

test('checks, writes and reloads once, then has nothing to do', async () => {
  const { applier, script, read, names, log } = await applierRig()
  await applier.apply('one\n', forever)
  await applier.apply('one\n', forever)
  expect(script.ran).toEqual(['check', 'reload'])
  expect(script.checked).toEqual(['one\n'])
  expect(await read()).toBe('one\n')
  expect(await names()).toEqual(['haproxy.cfg'])
  expect(log).toEqual(['info: Applied config'])
})

test('reloads once after a start although the file agrees, because nobody knows what is loaded', async () => {
  const { applier, script } = await applierRig({ before: 'one\n' })
  await applier.apply('one\n', forever)
  expect(script.ran).toEqual(['check', 'reload'])
})

test('reloads nothing after a SIGHUP when the disk still agrees, and once when it does not', async () => {
  const { applier, script, next, write } = await applierRig()
  await applier.apply('one\n', forever)
  await next().apply('one\n', forever)
  expect(script.ran).toEqual(['check', 'reload'])
  await write('other\n')
  await next().apply('one\n', forever)
  expect(script.ran.slice(2)).toEqual(['check', 'reload'])
})

test('G4: a check that fails leaves the old file, is no success, and is made again for the same text', async () => {
  const { applier, script, read, names } = await applierRig({ before: 'old\n' })
  script.answer('check', 1, 1)
  const failing = () => applier.apply('line 1\n  optoin httpchk\n', forever)
  await expect(failing()).rejects.toMatchObject({
    problems: [{ code: 'PROXYM_CHECK_FAILED', message: expect.stringContaining('line 2: `optoin httpchk`') }],
  })
  expect(await read()).toBe('old\n')
  expect(await names()).toEqual(['haproxy.cfg'])
  await expect(failing()).rejects.toThrow('exit code 1')
  await failing()
  expect(script.ran).toEqual(['check', 'check', 'check', 'reload'])
})

test('G5: a reload that fails is made again although the file does not change, without another check', async () => {
  const { applier, script, read } = await applierRig()
  script.answer('reload', 1, { kind: 'timeout', timeoutMs: 30_000 })
  await expect(applier.apply('one\n', forever)).rejects.toMatchObject({ problems: [{ code: 'PROXYM_RELOAD_FAILED' }] })
  await expect(applier.apply('one\n', forever)).rejects.toThrow('still running after 30 s and stopped')
  await applier.apply('one\n', forever)
  await applier.apply('one\n', forever)
  expect(script.ran).toEqual(['check', 'reload', 'reload', 'reload'])
  expect(await read()).toBe('one\n')
})

test('after a reload that failed nobody knows what is loaded, also after a SIGHUP and when the old text is back on disk', async () => {
  const { applier, script, next, write } = await applierRig()
  await applier.apply('one\n', forever)
  script.answer('reload', 1)
  await expect(applier.apply('two\n', forever)).rejects.toThrow()
  await write('one\n')
  await next().apply('one\n', forever)
  expect(script.ran).toEqual(['check', 'reload', 'check', 'reload', 'check', 'reload'])
})

test('a verify command that fails is work still to do', async () => {
  const { applier, script } = await applierRig({ options: { verifyCommand: 'verify %s' } })
  script.answer('verify', 3)
  await expect(applier.apply('one\n', forever)).rejects.toMatchObject({ problems: [{ code: 'PROXYM_VERIFY_FAILED' }] })
  await applier.apply('one\n', forever)
  expect(script.ran).toEqual(['check', 'reload', 'verify', 'reload', 'verify'])
})

test('an edit by another hand is told and put right, with one reload', async () => {
  const { applier, script, write, read, log, target } = await applierRig()
  await applier.apply('one\n', forever)
  expect(await applier.hasDrifted()).toBe(false)
  await write('one\n# edited\n')
  expect(await applier.hasDrifted()).toBe(true)
  await applier.apply('one\n', forever)
  expect(await read()).toBe('one\n')
  expect(script.ran).toEqual(['check', 'reload', 'reload'])
  expect(log).toContain(`warn: \`${target}\` was changed by another hand; it is put right`)
})

test('keeps 2 s between reloads, the first at once', async () => {
  const { applier, clock } = await applierRig()
  await applier.apply('one\n', forever)
  expect(clock.slept).toEqual([])
  clock.pass(500)
  await applier.apply('two\n', forever)
  clock.pass(5000)
  await applier.apply('three\n', forever)
  expect(clock.slept).toEqual([1500])
})

test('gives the current text without touching anything', async () => {
  const { applier, script, names } = await applierRig()
  expect(await applier.current()).toBe('')
  expect(await names()).toEqual([])
  expect(script.ran).toEqual([])
})

test('an edit by another hand while the proxy loads the file counts for nothing: it is written and loaded again', async () => {
  const rig = await applierRig()
  rig.script.while(async command => command.startsWith('reload') && (await rig.write('theirs\n')))
  await expect(rig.applier.apply('one\n', forever)).rejects.toMatchObject({ problems: [{ code: 'PROXYM_TARGET_CHANGED' }] })
  rig.script.while(() => undefined)
  await rig.applier.apply('one\n', forever)
  expect(await rig.read()).toBe('one\n')
  expect(rig.script.ran.filter(word => word === 'reload')).toHaveLength(2)
})

import { expect, test } from 'vitest'
import { applierRig, forever } from '../apply-rig/applier.ts'

/** `one` is loaded; then reloads end as the test says. */
async function loadedRig(given: Parameters<typeof applierRig>[0] = {}) {
  const rig = await applierRig(given)
  await rig.applier.apply('one\n', forever)
  rig.script.ran.length = 0
  const apply = (text: string) =>
    rig.applier.apply(text, forever).then(
      () => 'applied',
      error => error.problems.map(({ code }: { code: string }) => code.replace('PROXYM_', '')).join(),
    )
  return {
    ...rig,
    apply,
    tries: async (text: string, times: number) => {
      const ends: string[] = []
      for (let time = 0; time < times; time++) ends.push(await apply(text))
      return ends
    },
  }
}

test('a text that fails to load three times gives way to the last loaded one, which is checked, put back and loaded', async () => {
  const { apply, tries, script, read, names } = await loadedRig()
  script.answer('reload', 1, 1, 1)
  expect(await tries('two\n', 2)).toEqual(['RELOAD_FAILED', 'RELOAD_FAILED'])
  expect(await read()).toBe('two\n')
  expect(await apply('two\n')).toBe('ROLLED_BACK')
  expect(await read()).toBe('one\n')
  expect(script.ran).toEqual(['check', 'reload', 'reload', 'reload', 'check', 'reload'])
  expect(await names()).toEqual(['haproxy.cfg'])
})

test('it says what failed, what runs now and what to do, the same each time', async () => {
  const { applier, tries, script, target } = await loadedRig()
  script.answer('reload', 1, 1, 1)
  await tries('two\n', 3)
  const [first, second] = await Promise.allSettled([0, 0].map(() => applier.apply('two\n', forever)))
  expect(first).toEqual(second)
  expect(first).toMatchObject({
    reason: {
      problems: [
        {
          code: 'PROXYM_ROLLED_BACK',
          message: expect.stringContaining('failed to load three times: the reload command failed'),
          hint: expect.stringContaining('Another configuration is tried at once'),
          where: target,
        },
      ],
    },
  })
  expect(String(first?.status === 'rejected' && first.reason)).toContain('the proxy runs with it')
})

test('the bad text is not tried again, another one is, and after that the bad one has three fresh tries', async () => {
  const { apply, tries, script, read } = await loadedRig()
  script.answer('reload', 1, 1, 1)
  await tries('two\n', 3)
  script.ran.length = 0
  expect(await tries('two\n', 3)).toEqual(['ROLLED_BACK', 'ROLLED_BACK', 'ROLLED_BACK'])
  expect(script.ran).toEqual([])
  expect(await apply('three\n')).toBe('applied')
  expect(await read()).toBe('three\n')
  script.answer('reload', 1, 1)
  expect(await tries('two\n', 3)).toEqual(['RELOAD_FAILED', 'RELOAD_FAILED', 'applied'])
})

test('a text that loads on the third try stays', async () => {
  const { tries, script, read } = await loadedRig()
  script.answer('reload', 1, 1)
  expect(await tries('two\n', 3)).toEqual(['RELOAD_FAILED', 'RELOAD_FAILED', 'applied'])
  expect(await read()).toBe('two\n')
})

test('failures of different texts are not added up', async () => {
  const { apply, tries, script } = await loadedRig()
  script.answer('reload', 1, 1, 1, 1)
  expect(await tries('two\n', 2)).toEqual(['RELOAD_FAILED', 'RELOAD_FAILED'])
  expect(await tries('three\n', 2)).toEqual(['RELOAD_FAILED', 'RELOAD_FAILED'])
  expect(await apply('three\n')).toBe('applied')
})

test('what another hand does to the file while it is rolled back is put right, to the last loaded text', async () => {
  const { apply, tries, script, write, read, log } = await loadedRig()
  script.answer('reload', 1, 1, 1)
  await tries('two\n', 3)
  script.ran.length = 0
  await write('edited\n')
  expect(await apply('two\n')).toBe('ROLLED_BACK')
  expect(await read()).toBe('one\n')
  expect(script.ran).toEqual(['reload'])
  expect(log.at(-1)).toContain('changed by another hand')
})

test('while the proxy is away the last loaded text stays on disk and is tried; then the new one gets its chance', async () => {
  const { apply, tries, script, read } = await loadedRig()
  script.answer('reload', ...Array<number>(6).fill(1))
  expect(await tries('two\n', 5)).toEqual(['RELOAD_FAILED', 'RELOAD_FAILED', 'PROXY_AWAY', 'PROXY_AWAY', 'PROXY_AWAY'])
  expect(await read()).toBe('one\n')
  expect(await apply('two\n')).toBe('applied')
  expect(await read()).toBe('two\n')
})

test('a proxy that comes back and refuses the new text again: rolled back, for good', async () => {
  const { tries, script, read } = await loadedRig()
  // Three of `two`, two of `one`; `one` loads; three of `two`; `one` loads.
  script.answer('reload', 1, 1, 1, 1, 1, 0, 1, 1, 1)
  expect(await tries('two\n', 8)).toEqual([
    ...['RELOAD_FAILED', 'RELOAD_FAILED', 'PROXY_AWAY', 'PROXY_AWAY'],
    ...['RELOAD_FAILED', 'RELOAD_FAILED', 'ROLLED_BACK', 'ROLLED_BACK'],
  ])
  expect(await read()).toBe('one\n')
})

test('a verify command that says no counts as a failed load', async () => {
  const { tries, script, read } = await loadedRig({ options: { verifyCommand: 'verify' } })
  script.answer('verify', 1, 1, 1)
  expect(await tries('two\n', 3)).toEqual(['VERIFY_FAILED', 'VERIFY_FAILED', 'ROLLED_BACK'])
  expect(await read()).toBe('one\n')
})

test('at a first start the file that was there before is what to go back to', async () => {
  const { applier, script, read } = await applierRig({ before: 'by hand\n' })
  script.answer('reload', 1, 1, 1)
  for (let time = 0; time < 3; time++) await expect(applier.apply('two\n', forever)).rejects.toThrow()
  expect(await read()).toBe('by hand\n')
  await expect(applier.apply('two\n', forever)).rejects.toMatchObject({ problems: [{ code: 'PROXYM_ROLLED_BACK' }] })
  await applier.apply('three\n', forever)
  expect(await read()).toBe('three\n')
})

test('without a known predecessor the text is tried for ever', async () => {
  const { applier, script, read } = await applierRig()
  script.answer('reload', ...Array<number>(5).fill(1))
  for (let time = 0; time < 5; time++) await expect(applier.apply('two\n', forever)).rejects.toThrow('the reload command failed')
  expect(await read()).toBe('two\n')
  await applier.apply('two\n', forever)
})

test('a last loaded text that passes its check no more never gets into place; the new one is tried on', async () => {
  const { tries, script, read } = await loadedRig()
  script.answer('check', 0, 1)
  script.answer('reload', 1, 1, 1)
  expect(await tries('two\n', 4)).toEqual(['RELOAD_FAILED', 'RELOAD_FAILED', 'RELOAD_FAILED,CHECK_FAILED', 'applied'])
  expect(script.checked.at(-1)).toBe('one\n')
  expect(await read()).toBe('two\n')
})

test('with a check in place the last loaded text is checked there as well', async () => {
  const { tries, script, read } = await loadedRig({ options: { checkCommand: 'nginx-t' } })
  script.answer('reload', 1, 1, 1)
  expect(await tries('two\n', 3)).toEqual(['RELOAD_FAILED', 'RELOAD_FAILED', 'ROLLED_BACK'])
  expect(script.ran).toEqual(['nginx-t', 'reload', 'reload', 'reload', 'nginx-t', 'reload'])
  expect(await read()).toBe('one\n')
})

test('a stop during a load is no failure of the text', async () => {
  const { applier, tries, script } = await loadedRig()
  script.answer('reload', 1, 1, 1, 1)
  await tries('two\n', 2)
  const stop = new AbortController()
  script.while(command => command === 'reload' && stop.abort(new Error('stop')))
  await expect(applier.apply('two\n', stop.signal)).rejects.toThrow('stop')
  script.while(() => undefined)
  script.answer('reload', 0)
  expect(await tries('two\n', 1)).toEqual(['applied'])
})

test('a stop during the rollback leaves it to the next call', async () => {
  const { applier, tries, script, read } = await loadedRig()
  script.answer('reload', 1, 1, 1)
  await tries('two\n', 2)
  const stop = new AbortController()
  script.while(async command => command === 'reload' && (await read()) === 'one\n' && stop.abort(new Error('stop')))
  await expect(applier.apply('two\n', stop.signal)).rejects.toThrow('stop')
  script.while(() => undefined)
  expect(await tries('two\n', 2)).toEqual(['ROLLED_BACK', 'ROLLED_BACK'])
  expect(await read()).toBe('one\n')
})

test('what was last loaded passes over a SIGHUP; the bad text has fresh tries then', async () => {
  const { tries, next, script, read } = await loadedRig()
  script.answer('reload', 1, 1, 1)
  await tries('two\n', 3)
  const again = next()
  script.answer('reload', 1, 1, 1)
  const failing = () => again.apply('two\n', forever)
  await expect(failing()).rejects.toThrow('not loaded')
  await expect(failing()).rejects.toThrow('not loaded')
  await expect(failing()).rejects.toMatchObject({ problems: [{ code: 'PROXYM_ROLLED_BACK' }] })
  expect(await read()).toBe('one\n')
})

import { chmod, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { commandWarnings } from '../../src/apply/command-warnings.ts'
import { applierRig, forever, settingsFor } from '../apply-rig/applier.ts'

const options = { checkCommand: 'nginx-t' }

test('a check that names no file runs on the replaced one; when it fails the old file is back, with its mode, and nothing was loaded', async () => {
  const { applier, script, read, names, target } = await applierRig({ before: 'old\n', options })
  await chmod(target, 0o604)
  const seen: string[] = []
  script.while(async command => command === 'nginx-t' && seen.push(await read()))
  script.answer('nginx-t', 1)
  await expect(applier.apply('new\n', forever)).rejects.toThrow('the old file was put back')
  expect(seen).toEqual(['new\n'])
  expect(await read()).toBe('old\n')
  expect((await stat(target)).mode & 0o777).toBe(0o604)
  expect(await names()).toEqual(['haproxy.cfg'])
  expect(await applier.hasDrifted()).toBe(false)
  await applier.apply('new\n', forever)
  expect(script.ran).toEqual(['nginx-t', 'nginx-t', 'reload'])
})

test('where there was no file there is none again', async () => {
  const { applier, script, names } = await applierRig({ options })
  script.answer('nginx-t', 1)
  await expect(applier.apply('new\n', forever)).rejects.toThrow('the new file was removed again')
  expect(await names()).toEqual([])
})

test('the text that is loaded needs no reload when the next one failed its check', async () => {
  const { applier, script } = await applierRig({ options })
  await applier.apply('one\n', forever)
  script.answer('nginx-t', 1)
  await expect(applier.apply('two\n', forever)).rejects.toThrow()
  await applier.apply('one\n', forever)
  expect(script.ran).toEqual(['nginx-t', 'reload', 'nginx-t'])
})

test('a stop while that check runs puts the old file back: nothing was proved', async () => {
  const { applier, script, read } = await applierRig({ before: 'old\n', options })
  const stop = new AbortController()
  const reason = new Error('stop')
  script.while(() => stop.abort(reason))
  await expect(applier.apply('new\n', stop.signal)).rejects.toBe(reason)
  expect(await read()).toBe('old\n')
})

test.each([
  [{ checkCommand: 'haproxy -c -f %s' }, undefined],
  [{}, 'No `checkCommand` is set'],
  [{ checkCommand: 'nginx -t' }, 'runs after the file was replaced'],
  [{ checkCommand: 'haproxy -c -f %%s' }, 'which is taken for `%s`'],
  [{ checkCommand: 'haproxy -c -f ~/x.cfg', configFilePath: '~/x.cfg' }, undefined],
])('says at start what to know about %j', (given, warning) => {
  const warnings = commandWarnings(settingsFor('/srv', given, '/home/joe'))
  expect(warnings).toEqual(warning === undefined ? [] : [expect.stringContaining(warning)])
})

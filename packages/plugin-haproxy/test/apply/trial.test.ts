import { ProxymError } from '@proxym/core'
import { expect, test } from 'vitest'
import { CheckRefused } from '../../src/apply/refusal.ts'
import type { CommandEnd } from '../../src/command/run-command.ts'
import { applierRig, forever } from '../apply-rig/applier.ts'
import { faultyIo } from '../apply-rig/faulty-io.ts'

const inPlace = { checkCommand: 'nginx-t' }

test('a trial of a staged text touches nothing else, and tells what the check has against it', async () => {
  const { applier, script, read, names } = await applierRig({ before: 'old\n' })
  script.answer('check', 0, 1)
  expect(await applier.trial('good\n', forever)).toBeUndefined()
  expect(await applier.trial('line\nbad\n', forever)).toMatchObject({
    text: 'line\nbad\n',
    complaints: [{ line: 2, words: '`bad`: words of check' }],
  })
  expect(script.checked).toEqual(['good\n', 'line\nbad\n'])
  expect(await read()).toBe('old\n')
  expect(await names()).toEqual(['haproxy.cfg'])
})

test('the text that last passed a trial is not checked again', async () => {
  const { applier, script } = await applierRig()
  script.answer('check', 0, 1)
  await applier.trial('good\n', forever)
  await applier.trial('bad\n', forever)
  await applier.apply('good\n', forever)
  expect(script.ran).toEqual(['check', 'check', 'reload'])
})

test.each([0, 1])('a trial in place that ends with %i puts back what was there, and is no edit by another hand', async code => {
  const { applier, script, read, names } = await applierRig({ before: 'old\n', options: inPlace })
  const seen: string[] = []
  script.while(async () => seen.push(await read()))
  script.answer('nginx-t', code)
  expect((await applier.trial('new\n', forever)) === undefined).toBe(code === 0)
  expect(seen).toEqual(['new\n'])
  expect(await read()).toBe('old\n')
  expect(await names()).toEqual(['haproxy.cfg'])
  expect(await applier.hasDrifted()).toBe(false)
})

test('where there was no file a trial in place leaves none', async () => {
  const { applier, names } = await applierRig({ options: inPlace })
  await applier.trial('new\n', forever)
  expect(await names()).toEqual([])
})

test('a trial in place of what is there already replaces nothing', async () => {
  const { io, calls } = faultyIo(0, 'EIO')
  const { applier, script } = await applierRig({ io, before: 'old\n', options: inPlace })
  await applier.trial('old\n', forever)
  expect(script.ran).toEqual(['nginx-t'])
  expect(calls).not.toContain('rename')
})

test.each([inPlace, {}])('a stop during a trial (%j) leaves the file as it was, with nothing beside it', async options => {
  const { applier, script, read, names } = await applierRig({ before: 'old\n', options })
  const stop = new AbortController()
  script.while(() => stop.abort(new Error('stop')))
  await expect(applier.trial('new\n', stop.signal)).rejects.toThrow('stop')
  expect(await read()).toBe('old\n')
  expect(await names()).toEqual(['haproxy.cfg'])
})

test.each([0, 1])(
  'a fault at any file operation of a trial in place (check ends with %i) fails it, or leaves the old file',
  async code => {
    const run = async (failing: number) => {
      const { io, calls } = faultyIo(failing, 'EIO')
      const rig = await applierRig({ io, before: 'old\n', options: inPlace })
      rig.script.answer('nginx-t', code)
      const ended = await rig.applier.trial('new\n', forever).then(
        () => 'ended',
        error => error,
      )
      return { calls, ended, text: await rig.read(), names: await rig.names() }
    }
    const { calls: all } = await run(0)
    for (let failing = 1; failing <= all.length; failing++) {
      const { ended, text, names } = await run(failing)
      if (ended === 'ended') expect(text, all[failing - 1]).toBe('old\n')
      else expect(ended, all[failing - 1]).toMatchObject({ name: 'ProxymError' })
      expect(['old\n', 'new\n']).toContain(text)
      expect(names).toEqual(['haproxy.cfg'])
    }
  },
)

test.each<readonly [string, CommandEnd]>([
  ['hangs', { kind: 'timeout', timeoutMs: 30_000 }],
  ['is killed', { kind: 'signal', signal: 'SIGKILL' }],
  ['cannot be started', { kind: 'not started', error: new Error('ENOMEM') }],
])('a check that %s is no verdict: the trial fails, no service is at fault, and the file is as it was', async (_, end) => {
  for (const checkCommand of ['check %s', 'check']) {
    const { applier, script, read } = await applierRig({ before: 'old\n', options: { checkCommand } })
    script.answer('check', end, end)
    await expect(applier.trial('new\n', forever)).rejects.toMatchObject({ problems: [{ code: 'PROXYM_CHECK_FAILED' }] })
    const failed = await applier.apply('new\n', forever).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(ProxymError)
    expect(failed).not.toBeInstanceOf(CheckRefused)
    expect(await read()).toBe('old\n')
  }
})

import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeStateIo, type StateIo } from '../../src/state/state-io.ts'
import { createTestProxym } from '../../src/testing.ts'
import { recorder, source, web } from '../cycle/fake-plugins.ts'
import { down, keyed, live, processesIn } from './state-rig.ts'
import { tempFolder } from './temp-folder.ts'

test.each([
  ['others may write it', (path: string) => chmod(path, 0o622)],
  ['it is cut off', (path: string) => writeFile(path, 'half')],
])('a file is not used when %s: one warning that says what to do', async (_what, spoil) => {
  const folder = await tempFolder()
  const processes = processesIn(folder)
  await live(processes, [keyed('a')])
  const [name = ''] = await readdir(folder)
  await spoil(join(folder, name))
  const { held, earlier } = await live(processes, [down])
  expect(earlier.problem).toMatchObject({ code: 'PROXYM_STATE_UNUSED', message: expect.stringContaining(name) })
  expect(held).toHaveLength(1)
  expect(await readdir(folder)).toEqual([name])
})

test('cut off after any byte the file is ignored, and the start goes on without it', async () => {
  const folder = await tempFolder()
  const processes = processesIn(folder)
  await live(processes, [keyed('a')])
  const [name = ''] = await readdir(folder)
  const whole = await readFile(join(folder, name))
  const record = recorder()
  for (let length = 0; length < whole.length; length++) {
    await writeFile(join(folder, name), whole.subarray(0, length), { mode: 0o600 })
    const { handover, problem } = await processes.read()
    expect([handover.taps, problem?.code], `${length} bytes`).toEqual([[], 'PROXYM_STATE_UNUSED'])
    const proxym = createTestProxym([down, record.plugin], { handover })
    expect((await proxym.refresh()).held).toHaveLength(1)
    await proxym.stop()
  }
  expect(record.snapshots).toEqual([])
})

test('files of another user are not used', async () => {
  const folder = await tempFolder()
  await live(processesIn(folder), [keyed('a')])
  const theirs: StateIo = {
    ...nodeStateIo,
    facts: async path => {
      const facts = await nodeStateIo.facts(path)
      return path === folder ? facts : Object.assign(facts, { uid: facts.uid + 1 })
    },
  }
  expect((await processesIn(folder, theirs).read()).problem?.message).toContain('written by another user')
})

test('a folder that others can change is neither read nor written', async () => {
  const folder = await tempFolder()
  const processes = processesIn(folder)
  await live(processes, [keyed('a')])
  await chmod(folder, 0o777)
  expect(await processes.read()).toMatchObject({ trusted: false, problem: { code: 'PROXYM_STATE_UNTRUSTED' } })
  expect((await processesIn(folder, nodeStateIo, 54_321).read()).trusted).toBe(false)
})

test('without a folder nothing is known, and nothing is said', async () => {
  const { handover, problem } = await processesIn(join(await tempFolder(), 'none')).read()
  expect([handover.taps, problem]).toEqual([[], undefined])
})

test('a file that was given the name of another one is not used', async () => {
  const folder = await tempFolder()
  const processes = processesIn(folder)
  await live(processes, [keyed('a'), source('t', services => services.add(web('x')))])
  const [one = '', two = ''] = await readdir(folder)
  await writeFile(join(folder, two), await readFile(join(folder, one)))
  expect((await processes.read()).problem?.message).toContain(`${two} (about something else)`)
})

import { expect, test, vi } from 'vitest'
import { until } from '../rig/until.ts'
import { openTheatre } from './theatre.ts'

// Seconds on a quiet machine; HAProxy, its checks and its clients share a busy one with other tests.
vi.setConfig({ testTimeout: 60_000 })

type Theatre = Awaited<ReturnType<typeof openTheatre>>

/** Nobody was refused, and nobody saw anything but these. */
async function curtain({ traffic, orphans }: Theatre, ...answers: readonly string[]): Promise<void> {
  const last = answers.at(-1)
  await until('clients see the last version', () => last === undefined || traffic.answers.includes(last))
  await traffic.stop()
  expect(traffic.failures).toEqual([])
  expect(traffic.answers).toEqual(answers)
  await until('no command is left', async () => (await orphans()).length === 0, 3000)
}

test.each([
  ['a syntax error', (template: string) => `${template}{% for %}\n`],
  ['an undefined variable', (template: string) => `${template}# {{ nothing.here }}\n`],
])('%s in the template: services go on with the last good one, until it is corrected', async (_what, broken) => {
  const theatre = await openTheatre()
  const { template, textFor, write, wrong, live, change, told } = theatre
  await write('t.liquid', broken(template))
  await until('it is found', () => wrong().length > 0)
  expect(await live()).toBe(textFor('first'))
  await change('second')
  expect(await live()).toBe(textFor('second'))
  await write('t.liquid', template)
  await until('nothing is wrong any more', () => wrong().length === 0)
  expect(told()).toEqual(['warn PROXYM_TEMPLATE', 'Applied config', 'Problem is gone'])
  await curtain(theatre, 'first', 'second')
})

test('a text that HAProxy refuses never takes the place of the live one, however often it is tried', async () => {
  const theatre = await openTheatre({ checkCommand: 'echo >> checks; haproxy -c -f %s' })
  const { template, textFor, live, write, told, wrong, lines } = theatre
  await write('t.liquid', `${template}  garbage here\n`)
  await until('it is refused', () => wrong().length > 0)
  const before = await lines('checks')
  await until('it was tried again and again', async () => (await lines('checks')) >= before + 3)
  expect(wrong()).toEqual(['PROXYM_CHECK_FAILED'])
  expect(await live()).toBe(textFor('first'))
  await write('t.liquid', template.replace('http-request return', 'http-request set-header x y\n  http-request return'))
  await until('the next text is live', async () => (await live()).includes('set-header') && wrong().length === 0)
  expect(told()).toEqual(['error PROXYM_CHECK_FAILED', 'Applied config', 'Healed'])
  await curtain(theatre, 'first')
})

test.each([
  [
    'hangs, ignores TERM and has children that do as well',
    `trap '' TERM; (trap '' TERM; sleep 300) & sleep 300 & while :; do sleep 1; done`,
  ],
  ['floods its output', 'yes'],
])('a check that %s is stopped with everything that it started', async (_what, command) => {
  const checkCommand = `echo >> checks; if [ -e bad ]; then ${command}; fi; haproxy -c -f %s`
  const theatre = await openTheatre({ checkCommand, checkTimeoutMs: 1000 })
  const { textFor, live, write, remove, change, told, wrong, lines, orphans } = theatre
  await write('bad', '')
  const before = await lines('checks')
  await change('second')
  expect(wrong()).toEqual(['PROXYM_CHECK_FAILED'])
  expect(await live()).toBe(textFor('first'))
  await until('it is tried again', async () => (await lines('checks')) >= before + 2)
  // The orphan search must be able to find something.
  await until('a check runs', async () => (await orphans()).length > 0)
  await remove('bad')
  await until('the new text is live', async () => (await live()) === textFor('second') && wrong().length === 0)
  expect(told()).toEqual(['error PROXYM_CHECK_FAILED', 'Applied config', 'Healed'])
  await curtain(theatre, 'first', 'second')
})

test('a reload that works on the third try is made without another event, and the old worker serves meanwhile', async () => {
  const theatre = await openTheatre({
    reloadCommand: 'if [ -s failures ]; then sed -i 1d failures; exit 1; fi; kill -USR2 $(cat master.pid)',
  })
  const { textFor, live, write, change, told, wrong, processes } = theatre
  await write('failures', 'x\nx\n')
  await change('second')
  expect(wrong()).toEqual(['PROXYM_RELOAD_FAILED'])
  // It has passed its check.
  expect(await live()).toBe(textFor('second'))
  await until('nothing is wrong any more', () => wrong().length === 0)
  expect((await processes())?.failed).toBe(0)
  expect(told()).toEqual(['error PROXYM_RELOAD_FAILED', 'Applied config', 'Healed'])
  await curtain(theatre, 'first', 'second')
})

test('a reload command that gives 0 while HAProxy refused the file is found out by the master socket', async () => {
  const theatre = await openTheatre({ checkCommand: 'grep -q frontend %s' })
  const { textFor, live, change, told, wrong, processes } = theatre
  await change('refused')
  expect(wrong()).toEqual(['PROXYM_VERIFY_FAILED'])
  expect((await processes())?.failed).toBe(1)
  await change('second')
  await until('the next text is loaded', async () => (await live()) === textFor('second') && wrong().length === 0)
  expect((await processes())?.failed).toBe(0)
  expect(told()).toEqual(['error PROXYM_VERIFY_FAILED', 'Applied config', 'Healed'])
  await curtain(theatre, 'first', 'second')
})

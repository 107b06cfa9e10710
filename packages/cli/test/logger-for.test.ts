import { expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { fakeIo } from './fake-io.ts'

// An unused variable makes a warning, which `run` logs before it heeds the signal.
const files = { 'proxym.config.yaml': 'plugins: [signal]\n' }
const journal = '8:4242'
const run = async (
  streamIds: { readonly stdout: string | undefined; readonly stderr: string | undefined },
  variable = journal,
) => {
  await using io = await fakeIo([], { files, env: { JOURNAL_STREAM: variable, PROXYM_NONSENSE: '1' }, streamIds })
  const ended = main(io)
  io.send('SIGTERM')
  await ended
  return io.out() + io.err()
}

test('lines carry a priority when both streams are the journal', async () => {
  expect(await run({ stdout: journal, stderr: journal })).toMatch(/^<4>/m)
})

test.each([
  ['stdout leads elsewhere', { stdout: '1:1', stderr: journal }, journal],
  ['stderr leads elsewhere', { stdout: journal, stderr: '1:1' }, journal],
  ['the variable was only inherited', { stdout: '1:1', stderr: '1:2' }, journal],
  ['the streams are closed', { stdout: undefined, stderr: undefined }, journal],
  ['there is no journal', { stdout: '1:1', stderr: '1:1' }, ''],
])('and none when %s', async (_, streamIds, variable) => {
  const text = await run(streamIds, variable)
  expect(text).toContain('PROXYM_NONSENSE')
  expect(text).not.toMatch(/^<\d>/m)
})

test('a warning of the configuration is two sentences in the log, with a full stop between', async () => {
  const text = await run({ stdout: '1:1', stderr: '1:2' })
  expect(text).toContain('`PROXYM_NONSENSE` is not used: there is no such variable. Remove it.')
})

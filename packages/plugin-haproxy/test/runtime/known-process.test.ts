import { expect, test } from 'vitest'
import { createKnownProcess } from '../../src/runtime/known-process.ts'
import { fakeClock, forever } from '../apply-rig/applier.ts'
import { memoryState } from '../rig/memory-state.ts'

function rig() {
  const clock = fakeClock()
  const state = memoryState()
  const answer = { text: 'Pid: 7\nUptime_sec: 10\nStopping: 0\n' }
  const ask = async () => {
    if (answer.text === '') throw new Error('no socket')
    return answer.text
  }
  const look = () => createKnownProcess('/s', { ask, clock, state }).look(forever)
  return { answer, clock, look, known: createKnownProcess('/s', { ask, clock, state }) }
}

test('the same process is known after a SIGHUP, however long it runs', async () => {
  const { answer, clock, look, known } = rig()
  expect(await look()).toBe('silent')
  await known.remember(forever)
  clock.pass(3_600_500)
  answer.text = 'Pid: 7\nUptime_sec: 3609\n'
  expect(await look()).toBe('same')
})

test.each([
  ['another number', 'Pid: 8\nUptime_sec: 3610\n', 'another'],
  ['the same number, started since', 'Pid: 7\nUptime_sec: 60\n', 'another'],
  ['one that only ends what it has begun', 'Pid: 7\nUptime_sec: 3610\nStopping: 1\n', 'silent'],
  ['something else', 'hello\n', 'silent'],
  ['nobody', '', 'silent'],
])('%s is not taken for it', async (_, text, expected) => {
  const { answer, clock, look, known } = rig()
  await known.remember(forever)
  clock.pass(3_600_000)
  answer.text = text
  expect(await look()).toBe(expected)
})

test('what does not answer when it is to be remembered is forgotten', async () => {
  const { answer, look, known } = rig()
  await known.remember(forever)
  expect(await known.answers(forever)).toBe(true)
  const { text } = answer
  answer.text = ''
  expect(await known.answers(forever)).toBe(false)
  await known.remember(forever)
  answer.text = text
  expect(await look()).toBe('silent')
})

import { expect, test } from 'vitest'
import { createOwedCheck, type Verdict } from '../../src/apply/owed-check.ts'
import { configText } from '../../src/text/index.ts'
import { fakeClock } from '../apply-rig/applier.ts'
import { until } from '../rig/until.ts'

function rig(check: (text: string) => Promise<undefined> = async () => undefined) {
  const checked: string[] = []
  const decided: (readonly [string, Verdict])[] = []
  const clock = fakeClock()
  const owed = createOwedCheck({
    clock,
    async check({ text }, signal) {
      checked.push(text)
      await Promise.race([check(text), new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))])
      return undefined
    },
    async decided({ text }, verdict) {
      decided.push([text, verdict])
    },
  })
  return { checked, decided, clock, owe: (text: string) => owed.owe(configText(text)), stop: owed.stop }
}

test('texts that follow each other soon are checked as one, the last', async () => {
  const { owe, checked, decided } = rig()
  for (const text of ['a', 'b', 'c']) owe(text)
  await until('it is decided', () => decided.length > 0)
  expect(checked).toEqual(['c'])
  expect(decided).toEqual([['c', { refusal: undefined }]])
})

test('one that comes during a check is checked after it, when others had their time', async () => {
  const first = Promise.withResolvers<undefined>()
  const { owe, checked, decided, clock } = rig(text => (text === 'a' ? first.promise : Promise.resolve(undefined)))
  owe('a')
  await until('the check runs', () => checked.length > 0)
  owe('b')
  owe('c')
  clock.pass(2000)
  first.resolve(undefined)
  await until('both are decided', () => decided.length > 1)
  expect(checked).toEqual(['a', 'c'])
  expect(clock.slept).toEqual([500, 2000])
})

test('a check that comes to no end says so', async () => {
  const { owe, decided } = rig(() => Promise.reject(new Error('no end')))
  owe('a')
  await until('it is told', () => decided.length > 0)
  expect(decided).toEqual([['a', { error: new Error('no end') }]])
})

test('stopped in the midst of a check, it decides nothing, and can be owed again', async () => {
  let hangs = true
  const { owe, stop, checked, decided } = rig(() => (hangs ? new Promise(() => {}) : Promise.resolve(undefined)))
  owe('a')
  await until('the check runs', () => checked.length > 0)
  await stop()
  expect(decided).toEqual([])
  hangs = false
  owe('a')
  await until('it is decided', () => decided.length > 0)
  expect(decided).toEqual([['a', { refusal: undefined }]])
})

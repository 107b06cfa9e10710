import { expect, test } from 'vitest'
import { CheckRefused } from '../../src/apply/refusal.ts'
import { askSocket } from '../../src/verify/ask-socket.ts'
import { until } from '../rig/until.ts'
import { begun, first, next } from './applier-rig.ts'
import { slowCheck } from './slow-check.ts'

test('killed between going live and the check, the next proxym checks first, and takes the file back when it is refused', async () => {
  const check = await slowCheck()
  await check.letGo()
  const { applierWith, read, textOf, held } = await begun({ checkCommand: check.command })
  // Nobody calls it again: it is as good as dead.
  const killed = applierWith(askSocket)
  expect(await killed(first)).toBe(true)
  await check.hold()
  expect(await killed(next)).toBe(false)
  expect(await read()).toBe(textOf(next))
  await check.refuse('127.0.0.4')
  await check.letGo()
  const born = applierWith(askSocket)
  await expect(born(next)).rejects.toThrow(CheckRefused)
  expect(await read()).toBe(textOf(first))
  expect(await born(first)).toBe(true)
  expect((await held()).map(hosts => Object.keys(hosts).sort())).toEqual([['127.0.0.1', '127.0.0.2'], ['127.0.0.1']])
}, 60_000)

test('what was refused is taken back before anything else is checked', async () => {
  const check = await slowCheck()
  await check.letGo()
  const { applierWith, read, textOf, pid } = await begun({ checkCommand: check.command })
  const told = Promise.withResolvers<string>()
  const bring = applierWith(askSocket, { askAgain: told.resolve })
  await bring(first)
  const before = await pid()
  await check.refuse('127.0.0.4')
  expect(await bring(next)).toBe(false)
  expect(await told.promise).toContain('are taken out again: the check command refuses the file')
  await check.hold()
  const third = [{ '127.0.0.5': 1 }, { '127.0.0.1': 1 }]
  const brought = bring(third)
  await until('the file is the one that passed', async () => (await read()) === textOf(first))
  expect(await pid()).toBe(before)
  await check.letGo()
  expect(await brought).toBe(true)
  expect(await read()).toBe(textOf(third))
}, 60_000)

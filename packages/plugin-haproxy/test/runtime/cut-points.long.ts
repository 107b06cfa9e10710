import { expect, onTestFinished, test } from 'vitest'
import { askSocket } from '../../src/verify/ask-socket.ts'
import { until } from '../rig/until.ts'
import { begun, first, type Hosts, next } from './applier-rig.ts'
import { dieBefore, meddle } from './meddle.ts'

async function numberOfQuestions(): Promise<number> {
  const { applierWith, held } = await begun()
  const { ask, arm, count } = meddle(Number.POSITIVE_INFINITY, async () => undefined)
  const apply = applierWith(ask)
  await apply(first)
  arm()
  await apply(next)
  await until('HAProxy serves the new hosts', async () => (await held()).length === 2 && isNext(await held()))
  const asked = count()
  expect(asked).toBeGreaterThan(10)
  // Taking servers away goes on for a while.
  return Math.min(asked, 24)
}

const isNext = (held: readonly Hosts[]) => JSON.stringify(held.map(sorted)) === JSON.stringify(next.map(sorted))
const sorted = (hosts: Hosts) => Object.entries(hosts).sort()

test('killed before any question to the runtime socket, the next proxym brings HAProxy and the file together', {
  timeout: 300_000,
}, async () => {
  const questions = await numberOfQuestions()
  for (let at = 0; at < questions; at++) {
    const { applierWith, held, read, textOf } = await begun()
    const { ask, arm, dead, bury } = dieBefore(at)
    const apply = applierWith(ask)
    await apply(first)
    // Before it is ended, which waits for what it asks.
    onTestFinished(bury)
    arm()
    void apply(next).catch(() => undefined)
    await dead
    await applierWith(askSocket)(next)
    expect(await read()).toBe(textOf(next))
    expect((await held()).map(sorted), `killed at ${at}`).toEqual(next.map(sorted))
  }
})

test('reloaded by another hand before any question to the runtime socket, HAProxy and the file come together', {
  timeout: 300_000,
}, async () => {
  const questions = await numberOfQuestions()
  for (let at = 0; at < questions; at++) {
    const rig = await begun()
    const { ask, arm } = meddle(at, rig.reload)
    const apply = rig.applierWith(ask)
    await apply(first)
    arm()
    await apply(next)
    await until(`they agree, reloaded at ${at}`, async () => isNext(await rig.held()))
    // What is followed up afterwards does no harm either.
    await apply(next)
    expect((await rig.held()).map(sorted), `reloaded at ${at}`).toEqual(next.map(sorted))
    expect(await rig.read()).toBe(rig.textOf(next))
  }
})

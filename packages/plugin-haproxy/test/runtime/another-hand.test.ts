import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { until } from '../rig/until.ts'
import { liveRig, startOrigins } from './live-rig.ts'

/** A rig that serves `a`, and another hand that reloads HAProxy with a text. */
async function begun() {
  const rig = await liveRig({ watchTarget: false })
  const [a, b, c] = await startOrigins('a', 'b', 'c')
  await rig.set([a])
  const reload = async () => {
    const before = await rig.pid()
    process.kill(rig.running.pid, 'SIGUSR2')
    await until('another worker serves', async () => (await rig.pid()) !== before)
  }
  return { ...{ rig, a, b, c, reload }, edit: (text: string) => writeFile(rig.target, text) }
}

test('an edit that another hand has loaded is put right in HAProxy as well, with or without a change at the same time', async () => {
  const { rig, a, b, c, reload, edit } = await begun()
  const good = await readFile(rig.target, 'utf8')
  const foreign = good.replace(`${a.ip}:${a.port}`, `${c.ip}:${c.port}`)
  await edit(foreign)
  await reload()
  expect(await rig.answering()).toEqual(['c /'])
  expect(await rig.set([a])).toEqual([])
  expect(await rig.answering()).toEqual(['a /'])
  await edit(foreign.replace('timeout queue 10s', 'timeout queue 11s'))
  await reload()
  expect(await rig.set([a, b])).toEqual([])
  expect(await rig.answering()).toEqual(['a /', 'b /'])
  expect((await rig.ways())['runtime']).toBeUndefined()
}, 60_000)

test('a HAProxy that another hand has reloaded with an older file gets the new one at the next look, although nothing changes', async () => {
  const { rig, b, reload, edit } = await begun()
  const old = await readFile(rig.target, 'utf8')
  expect(await rig.set([b])).toEqual([])
  const now = await readFile(rig.target, 'utf8')
  // The new worker had read the file before it was replaced.
  await edit(old)
  await reload()
  await edit(now)
  expect(await rig.answering()).toEqual(['a /'])
  expect(await rig.set([b])).toEqual([])
  expect(await rig.answering()).toEqual(['b /'])
  const ways = await rig.ways()
  expect(await rig.set([b])).toEqual([])
  expect(await rig.ways()).toEqual(ways)
}, 60_000)

test('without any other socket a reload is over when another process answers at the runtime socket', async () => {
  const rig = await liveRig({ masterSocket: undefined, reloadCommand: '(sleep 0.5; kill -USR2 MASTER) >/dev/null 2>&1 &' })
  const [a] = await startOrigins('a')
  await rig.set([a])
  const before = await rig.pid()
  expect(await rig.set([a], { domains: ['web.test', 'new.test'] })).toEqual([])
  expect(await rig.pid()).not.toBe(before)
}, 60_000)

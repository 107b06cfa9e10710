import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { routed } from '../rig/ask.ts'
import { until } from '../rig/until.ts'
import { liveRig, type Origin, startOrigins } from './live-rig.ts'
import { slowCheck } from './slow-check.ts'

async function begun(options = {}) {
  const check = await slowCheck()
  await check.letGo()
  const rig = await liveRig({ checkCommand: check.command, ...options })
  const origins = await startOrigins('a', 'b', 'c', 'd')
  expect(await rig.set([origins[0]])).toEqual([])
  return { rig, check, origins, pid: await rig.pid(), read: () => readFile(rig.target, 'utf8') }
}

test('other hosts are live before the check of their file, which follows once for all of them', async () => {
  const { rig, check, origins, pid, read } = await begun()
  const [a, b, c] = origins
  await check.hold()
  const before = await check.count()
  for (const hosts of [[a, b], [b], [b, c]]) expect(await rig.set(hosts)).toEqual([])
  expect(await rig.answering()).toEqual(['b /', 'c /'])
  expect(await read()).toContain(`:${c.port} `)
  await check.letGo()
  await until('it was checked', async () => (await check.count()) > before)
  // What has passed is not checked again.
  await rig.proxym.stop()
  expect((await check.count()) - before).toBeLessThanOrEqual(3)
  expect(await read()).toContain(`:${c.port} `)
  expect(await rig.pid()).toBe(pid)
}, 60_000)

test('when the check refuses them, file and servers are as before, and other services keep what they got', async () => {
  const { rig, check, origins, pid, read } = await begun()
  const [a, bad, c, d] = origins
  const other = (...hosts: readonly Origin[]) =>
    rig.setOthers([{ id: 'other', domains: ['other.test'], applicationProtocol: 'http', hosts }])
  other(c)
  expect(await rig.set([a])).toEqual([])
  const loaded = await rig.pid()
  expect(loaded).not.toBe(pid)
  await check.refuse(`:${bad.port} `)
  await check.hold()
  other(d)
  expect(await rig.set([a, bad])).toEqual([])
  expect(await rig.answering()).toEqual(['a /', 'b /'])
  await check.letGo()
  await until('the bad one is out again', async () => (await rig.answering()).join() === 'a /')
  await until('the file is without it', async () => !(await read()).includes(`:${bad.port} `))
  await until('the other one is served by its new host', async () => (await routed(rig.port, 'other.test')) === 'd /')
  expect((await rig.proxym.refresh()).problems).toMatchObject([{ code: 'PROXYM_QUARANTINED', subject: 'web' }])
  expect(await rig.pid()).toBe(loaded)
}, 60_000)

test('anything else waits for its check', async () => {
  const { rig, check, origins, read } = await begun()
  const [a] = origins
  await check.hold()
  const before = await check.count()
  const set = rig.set([a], { domains: ['web.test', 'new.test'] })
  await until('it is checked', async () => (await check.count()) > before)
  expect(await read()).not.toContain('new.test')
  await check.letGo()
  expect(await set).toEqual([])
  expect(await read()).toContain('new.test')
}, 60_000)

test('after a refusal whatever is changed next waits for its check', async () => {
  const { rig, check, origins, read } = await begun()
  const [a, bad, c] = origins
  await check.refuse(`:${bad.port} `)
  await rig.set([bad, a])
  await until('it is told', async () => (await rig.proxym.refresh()).problems.length > 0)
  await check.hold()
  const before = await check.count()
  const set = rig.set([a, bad, c])
  await until('it is checked', async () => (await check.count()) > before)
  expect(await read()).not.toContain(`:${c.port} `)
  await check.letGo()
  await set
  expect(await read()).not.toContain(`:${bad.port} `)
}, 60_000)

test('at the end of proxym no file stays that nobody has checked', async () => {
  const { rig, check, origins, read } = await begun()
  const [a, b] = origins
  await check.hold()
  expect(await rig.set([a, b])).toEqual([])
  expect(await read()).toContain(`:${b.port} `)
  // The check comes to no end.
  await rig.proxym.stop()
  expect(await read()).not.toContain(`:${b.port} `)
  await check.letGo()
}, 60_000)

test('a check without an end is repeated, and until then the hosts stay', async () => {
  const { rig, check, origins, read } = await begun({ checkTimeoutMs: 300 })
  const [a, b] = origins
  await check.hold()
  const before = await check.count()
  expect(await rig.set([a, b])).toEqual([])
  await until('it was checked twice', async () => (await check.count()) - before > 1)
  expect(await rig.answering()).toEqual(['a /', 'b /'])
  await check.letGo()
  await until('nothing is left to say', async () => (await rig.proxym.refresh()).problems.length === 0)
  expect(await read()).toContain(`:${b.port} `)
}, 60_000)

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { routed } from '../rig/ask.ts'
import { freePort } from '../rig/free-port.ts'
import { until } from '../rig/until.ts'
import { liveRig, type Origin, startOrigins } from './live-rig.ts'

test('hosts come, go and move without a reload; HAProxy holds what the file says, and a reload changes nothing', async () => {
  const rig = await liveRig()
  const [a, b, c] = await startOrigins('a', 'b', 'c')
  expect(await rig.set([a])).toEqual([])
  expect(await rig.ways()).toEqual({ 'reload unknown': 1 })
  const pid = await rig.pid()
  expect(await rig.set([a, b])).toEqual([])
  expect(await rig.answering()).toEqual(['a /', 'b /'])
  expect(await rig.set([b])).toEqual([])
  expect(await rig.answering()).toEqual(['b /'])
  expect(await rig.set([c])).toEqual([])
  expect(await rig.answering()).toEqual(['c /'])
  expect(await rig.set([{ ...c, weight: 7 } as Origin])).toEqual([])
  expect(await rig.ways()).toEqual({ 'reload unknown': 1, runtime: 4 })
  expect(await rig.pid()).toBe(pid)
  const { generators } = rig.proxym.proxym.status() as { generators: Readonly<Record<string, { readonly note: string }>> }
  expect(generators['haproxy/file']?.note).toBe('loaded by the runtime socket, before its check')
  // The servers that are gone are taken away when nothing uses them.
  await until('only the last one is left', async () => (await rig.state()).length === 1, 20_000)
  const before = await rig.state()
  expect(before).toMatchObject([{ ip: c.ip, port: c.port, weight: 7, isOut: false }])
  expect(await readFile(rig.target, 'utf8')).toContain(`${c.ip}:${c.port} weight 7`)
  process.kill(rig.running.pid, 'SIGUSR2')
  await until('another worker serves', async () => (await rig.pid()) !== pid)
  expect(await rig.state()).toEqual(before)
}, 60_000)

test('a checked host gets traffic when its check has passed', async () => {
  const rig = await liveRig({}, { check: true })
  const [a, b] = await startOrigins('a', 'b')
  await rig.set([a])
  const pid = await rig.pid()
  expect(await rig.set([b])).toEqual([])
  await until('only the new one answers', async () => (await rig.answering()).join() === 'b /')
  expect(await rig.pid()).toBe(pid)
}, 60_000)

test('a host that does not answer holds up neither its own service nor others, and is down when HAProxy has asked it', async () => {
  const rig = await liveRig({}, { check: true })
  const [a, b, c] = await startOrigins('a', 'b', 'c')
  const dead = { ip: '127.0.0.1', port: await freePort() }
  const other = (hosts: readonly Origin[]) =>
    rig.setOthers([{ id: 'other', domains: ['other.test'], applicationProtocol: 'http', hosts }])
  other([b])
  await rig.set([a])
  const pid = await rig.pid()
  // HAProxy asks its hosts every 2 s.
  expect(await rig.set([a, dead])).toEqual([])
  const waits = async () => (await rig.state()).find(({ port }) => port === dead.port)?.weight === 0
  expect(await waits()).toBe(true)
  other([b, c])
  expect(await rig.set([a, dead])).toEqual([])
  expect(await rig.state('other')).toHaveLength(2)
  expect(await waits()).toBe(true)
  await until('HAProxy knows that it is down', async () => !(await waits()))
  expect(await rig.answering()).toEqual(['a /'])
  expect(await rig.pid()).toBe(pid)
}, 60_000)

test('nothing is left half done when proxym stops', async () => {
  const rig = await liveRig({}, { check: true })
  const [a, b] = await startOrigins('a', 'b')
  await rig.set([a])
  await rig.set([b])
  expect(await rig.state()).toMatchObject([{ weight: 1 }, { weight: 0 }])
  await rig.proxym.stop()
  // On a busy machine it may take longer than a plugin is waited for.
  const left = async () => (await rig.state()).filter(({ isOut }) => !isOut)
  await until('the old server is out', async () => (await left()).length === 1)
  expect(await left()).toMatchObject([{ port: b.port, weight: 1 }])
}, 60_000)

test('anything else is loaded by a reload, and why is counted', async () => {
  const rig = await liveRig()
  const [a] = await startOrigins('a')
  await rig.set([a])
  expect(await rig.set([a], { domains: ['web.test', 'new.test'] })).toEqual([])
  expect(await rig.set([a], { domains: ['web.test', 'new.test'], hosts: [{ ip: 'localhost', port: a.port }] })).toEqual([])
  expect(await rig.ways()).toMatchObject({ 'reload unknown': 1, 'reload frame': 2 })
  expect(await routed(rig.port, 'new.test')).toBe('a /')
}, 60_000)

test('a HAProxy without the socket is reloaded', async () => {
  const rig = await liveRig({ runtimeSocket: '/nowhere.sock' })
  const [a, b] = await startOrigins('a', 'b')
  await rig.set([a])
  expect(await rig.set([a, b])).toEqual([])
  expect(await rig.ways()).toEqual({ 'reload unknown': 2 })
  expect(await rig.answering()).toEqual(['a /', 'b /'])
}, 60_000)

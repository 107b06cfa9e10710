import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { ServiceInput } from '@proxym/core'
import { expect, test } from 'vitest'
import { createMapNames } from '../../src/runtime/map-names.ts'
import { parseMapList, parseMapRows, readRows } from '../../src/runtime/maps.ts'
import { askSocket } from '../../src/verify/ask-socket.ts'
import { forever } from '../apply-rig/applier.ts'
import { routed } from '../rig/ask.ts'
import { foreignReload } from './foreign-reload.ts'
import { liveRig, startOrigins } from './live-rig.ts'

/** A HAProxy with the template `haproxy-maps`, and what its maps hold: in the process, and in the files that the configuration names. */
async function mapRig() {
  const rig = await liveRig({ templatePath: 'haproxy-maps' })
  const names = createMapNames(rig.target)
  const asked = (question: string) => askSocket(rig.stats, question, { signal: forever })
  const byName = (entries: readonly (readonly [string, readonly string[] | undefined])[]) =>
    Object.fromEntries(entries.map(([path, rows]) => [names.nameOf(path), rows]))
  return {
    ...rig,
    async heldMaps() {
      const paths = parseMapList(await asked('show map'))
      return byName(await Promise.all(paths.map(async path => [path, parseMapRows(await asked(`show map ${path}`))] as const)))
    },
    async mapsOnDisk() {
      const text = await readFile(rig.target, 'utf8')
      const paths = [...new Set([...text.matchAll(/\/[^()\s]*\.map/g)].map(([path]) => path))]
      return byName(await Promise.all(paths.map(async path => [path, readRows(await readFile(path, 'utf8'))] as const)))
    },
    mapFiles: async () => (await readdir(dirname(rig.target))).filter(name => name.endsWith('.map')).sort(),
    reload: () => foreignReload(rig.running.pid, rig),
  }
}

test('domains come, go and move without a reload, together with hosts; HAProxy holds what the files say, and a reload changes nothing', async () => {
  const rig = await mapRig()
  const [a, b, c] = await startOrigins('a', 'b', 'c')
  const other = (domains: readonly string[]): ServiceInput => ({
    ...{ id: 'other', domains, applicationProtocol: 'http', hosts: [b] },
  })
  rig.setOthers([other(['other.test'])])
  await rig.set([a], { domains: ['web.test', '*.wild.test'] })
  const [pid, first] = [await rig.pid(), await rig.mapFiles()]
  expect(await rig.set([a], { domains: ['web.test', 'new.test', '*.wild.test'] })).toEqual([])
  expect(await routed(rig.port, 'new.test')).toBe('a /')
  // A second change of the same map, another map, and hosts.
  rig.setOthers([other(['other.test', 'new.test', '*.more.test'])])
  expect(await rig.set([a], { domains: ['web.test', '*.wild.test'] })).toEqual([])
  expect(await routed(rig.port, 'new.test')).toBe('b /')
  expect(await routed(rig.port, 'x.more.test')).toBe('b /')
  expect(await rig.set([c], { domains: ['web.test', '*.wild.test'] })).toEqual([])
  expect(await rig.answering()).toEqual(['c /'])
  expect(await rig.set([a], { domains: ['once.test', '*.wild.test'] })).toEqual([])
  const routes = async () => {
    const hosts = ['web.test', 'once.test', 'new.test', 'other.test', 'x.wild.test', 'x.more.test']
    return await Promise.all(hosts.map(host => routed(rig.port, host)))
  }
  const wanted = [503, 'a /', 'b /', 'b /', 'a /', 'b /']
  expect(await routes()).toEqual(wanted)
  expect(await rig.pid()).toBe(pid)
  expect(await rig.ways()).toEqual({ 'reload unknown': 1, runtime: 4 })
  const { generators } = rig.proxym.proxym.status() as { generators: Readonly<Record<string, { readonly note: string }>> }
  expect(generators['haproxy/file']?.note).toBe('loaded by the runtime socket')
  const held = await rig.heldMaps()
  expect(held['exact']).toContain('once.test/ web')
  expect(held).toEqual(await rig.mapsOnDisk())
  // What a restart needs is there, and nothing else.
  const text = await readFile(rig.target, 'utf8')
  const files = await rig.mapFiles()
  expect(files).toHaveLength(2)
  for (const file of files) expect(text).toContain(file)
  expect(files).not.toEqual(first)
  await rig.reload()
  expect(await rig.heldMaps()).toEqual(held)
  expect(await routes()).toEqual(wanted)
}, 60_000)

test('the last row of a map goes without a reload, and the first one comes again', async () => {
  const rig = await mapRig()
  const [a] = await startOrigins('a')
  await rig.set([a])
  const pid = await rig.pid()
  expect(await rig.set([a], { domains: [] })).toEqual([])
  expect(await rig.heldMaps()).toEqual({ exact: [] })
  expect(await routed(rig.port, 'web.test')).toBe(503)
  expect(await rig.set([a])).toEqual([])
  expect(await routed(rig.port, 'web.test')).toBe('a /')
  expect(await rig.pid()).toBe(pid)
}, 60_000)

test('more rows than one command takes are all there', async () => {
  const rig = await mapRig()
  const [a] = await startOrigins('a')
  await rig.set([a])
  const pid = await rig.pid()
  const domains = Array.from({ length: 2000 }, (_, index) => `host-number-${index}.example.test`)
  expect(await rig.set([a], { domains })).toEqual([])
  expect(await routed(rig.port, 'host-number-1999.example.test')).toBe('a /')
  expect(await rig.heldMaps()).toEqual(await rig.mapsOnDisk())
  expect(await rig.pid()).toBe(pid)
}, 60_000)

test('a key that must not reach the socket, and a map that the old file did not name, are loaded by a reload', async () => {
  const rig = await mapRig()
  const [a] = await startOrigins('a')
  await rig.set([a], { proxyPath: '/a<<b' })
  expect(await rig.set([a], { proxyPath: '/a<<b', domains: ['web.test', 'new.test'] })).toEqual([])
  expect(await routed(rig.port, 'new.test', '/a<<b/c')).toBe('a /c')
  expect(await rig.ways()).toEqual({ 'reload unknown': 1, 'reload words': 1 })
  expect(await rig.set([a], { proxyPath: '/a<<b', domains: ['web.test', '*.wild.test'] })).toEqual([])
  expect(await routed(rig.port, 'x.wild.test', '/a<<b')).toBe('a /')
  expect(await rig.ways()).toEqual({ 'reload unknown': 1, 'reload words': 1, 'reload frame': 1 })
}, 60_000)

test('a HAProxy that another hand has reloaded with another map is reloaded', async () => {
  const rig = await mapRig()
  const [a] = await startOrigins('a')
  await rig.set([a])
  const [file = ''] = await rig.mapFiles()
  await writeFile(`${dirname(rig.target)}/${basename(file)}`, 'foreign.test/ web\n')
  await rig.reload()
  expect(await routed(rig.port, 'foreign.test')).toBe('a /')
  expect(await rig.set([a], { domains: ['web.test', 'new.test'] })).toEqual([])
  expect(await routed(rig.port, 'foreign.test')).toBe(503)
  expect(await routed(rig.port, 'new.test')).toBe('a /')
  expect(await rig.ways()).toEqual({ 'reload unknown': 2 })
  expect(await rig.heldMaps()).toEqual(await rig.mapsOnDisk())
}, 60_000)

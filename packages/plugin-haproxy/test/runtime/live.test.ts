import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { definePlugin, type ServiceInput } from '@proxym/core'
import { createTestProxym } from '@proxym/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import haproxy, { type HaproxyOptions } from '../../src/index.ts'
import { parseServersState } from '../../src/runtime/reported.ts'
import { askSocket } from '../../src/verify/ask-socket.ts'
import { parseShowInfo } from '../../src/verify/show-info.ts'
import { forever } from '../apply-rig/applier.ts'
import { routed } from '../rig/ask.ts'
import { freePort } from '../rig/free-port.ts'
import { startOrigin } from '../rig/origin.ts'
import { startHaproxy } from '../rig/proxy.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { until } from '../rig/until.ts'

type Origin = Awaited<ReturnType<typeof startOrigin>>

/** A real HAProxy with the bundled template, and this plugin with its runtime socket; the test decides the hosts of `web`. */
async function live(options: Partial<HaproxyOptions> = {}, vars: object = {}) {
  const folder = await tempFolder()
  const [port, target, stats, master] = [
    await freePort(),
    join(folder, 'haproxy.cfg'),
    join(folder, 'stats.sock'),
    join(folder, 'master.sock'),
  ]
  let hosts: readonly Origin[] = []
  let fields: Partial<ServiceInput> = {}
  const source = definePlugin({
    name: 'one',
    apply(proxym) {
      proxym.hooks.generateServices.tap('web', services => {
        services.add({ id: 'web', domains: ['web.test'], applicationProtocol: 'http', hosts, ...fields })
      })
    },
  })()
  const settings: HaproxyOptions = {
    ...{ templatePath: 'haproxy', configFilePath: target, runtimeSocket: stats, masterSocket: master, reloadGapMs: 0 },
    vars: { bind: `127.0.0.1:${port}`, statsSocket: stats, user: false, group: false, check: false, ...vars },
    checkCommand: 'haproxy -c -f %s',
    reloadCommand: '/bin/false',
    ...options,
  }
  await writeFile(
    target,
    `global\n  stats socket ${stats} mode 600 level admin expose-fd listeners\ndefaults\n  mode http\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\nfrontend f\n  bind 127.0.0.1:${port}\n`,
  )
  const running = await startHaproxy(target, port, ['-W', '-S', master])
  const proxym = createTestProxym([source, haproxy({ ...settings, reloadCommand: `kill -USR2 ${running.pid}` })], {})
  onTestFinished(() => proxym.stop())
  const pid = async () => parseShowInfo(await askSocket(stats, 'show info', { signal: forever }))?.pid
  return {
    ...{ port, target, proxym, pid, running },
    async set(next: readonly Origin[], other: Partial<ServiceInput> = {}) {
      hosts = next
      fields = other
      return (await proxym.refresh()).problems.map(({ code }) => code)
    },
    /** How often each way was taken, as `path reason`. */
    async ways(): Promise<Readonly<Record<string, number>>> {
      const text = await (await proxym.proxym.app.request('/metrics', {}, { loopback: true })).text()
      const found = text.matchAll(/^proxym_haproxy_loads_total\{[^}]*path="(\w+)",reason="(\w*)"\} (\d+)$/gm)
      return Object.fromEntries([...found].map(([, path, reason, count]) => [`${path} ${reason}`.trim(), Number(count)]))
    },
    /** Who answers, of some requests. */
    async answering(): Promise<readonly (string | number)[]> {
      const answers = await Promise.all(Array.from({ length: 12 }, () => routed(port, 'web.test')))
      return [...new Set(answers)].sort()
    },
    state: async () => parseServersState(await askSocket(stats, 'show servers state web', { signal: forever })) ?? [],
  }
}

test('hosts come, go and move without a reload; HAProxy holds what the file says, and a reload changes nothing', async () => {
  const rig = await live()
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(name => startOrigin(name)))
  if (a === undefined || b === undefined || c === undefined) throw new Error('no origins')
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
  expect(generators['haproxy/file']?.note).toBe('loaded by the runtime socket')
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
  const rig = await live({}, { check: true })
  const [a, b] = await Promise.all(['a', 'b'].map(name => startOrigin(name)))
  if (a === undefined || b === undefined) throw new Error('no origins')
  await rig.set([a])
  const pid = await rig.pid()
  expect(await rig.set([b])).toEqual([])
  expect(await rig.answering()).toEqual(['b /'])
  expect(await rig.pid()).toBe(pid)
}, 60_000)

test('anything else is loaded by a reload, and why is counted', async () => {
  const rig = await live()
  const a = await startOrigin('a')
  await rig.set([a])
  expect(await rig.set([a], { domains: ['web.test', 'new.test'] })).toEqual([])
  expect(await rig.set([a], { domains: ['web.test', 'new.test'], hosts: [{ ip: 'localhost', port: a.port }] })).toEqual([])
  expect(await rig.ways()).toMatchObject({ 'reload unknown': 1, 'reload frame': 2 })
  expect(await routed(rig.port, 'new.test')).toBe('a /')
}, 60_000)

test('a HAProxy without the socket is reloaded', async () => {
  const rig = await live({ runtimeSocket: '/nowhere.sock' })
  const [a, b] = await Promise.all(['a', 'b'].map(name => startOrigin(name)))
  if (a === undefined || b === undefined) throw new Error('no origins')
  await rig.set([a])
  expect(await rig.set([a, b])).toEqual([])
  expect(await rig.ways()).toEqual({ 'reload unknown': 2 })
  expect(await rig.answering()).toEqual(['a /', 'b /'])
}, 60_000)

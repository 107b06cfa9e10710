import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { definePlugin, type ServiceInput } from '@proxym/core'
import { createTestProxym } from '@proxym/core/testing'
import { onTestFinished } from 'vitest'
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

export type Origin = Awaited<ReturnType<typeof startOrigin>>

/** A real HAProxy with the bundled template, and this plugin with its runtime socket; the test decides the hosts of `web`. */
export async function liveRig(options: Partial<HaproxyOptions> = {}, vars: object = {}) {
  const folder = await tempFolder()
  const [port, target, stats, master] = [
    await freePort(),
    join(folder, 'haproxy.cfg'),
    join(folder, 'stats.sock'),
    join(folder, 'master.sock'),
  ]
  let hosts: readonly Origin[] = []
  let fields: Partial<ServiceInput> = {}
  let others: readonly ServiceInput[] = []
  const source = definePlugin({
    name: 'one',
    apply(proxym) {
      proxym.hooks.generateServices.tap('web', services => {
        services.add({ id: 'web', domains: ['web.test'], applicationProtocol: 'http', hosts, ...fields })
        for (const other of others) services.add(other)
      })
    },
  })()
  const settings: HaproxyOptions = {
    ...{ templatePath: 'haproxy', configFilePath: target, runtimeSocket: stats, masterSocket: master, reloadGapMs: 0 },
    vars: { bind: `127.0.0.1:${port}`, statsSocket: stats, user: false, group: false, check: false, ...vars },
    checkCommand: 'haproxy -c -f %s',
    reloadCommand: 'kill -USR2 MASTER',
    ...options,
  }
  await writeFile(
    target,
    `global\n  stats socket ${stats} mode 600 level admin expose-fd listeners\ndefaults\n  mode http\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\nfrontend f\n  bind 127.0.0.1:${port}\n`,
  )
  const running = await startHaproxy(target, port, ['-W', '-S', master])
  const reloadCommand = settings.reloadCommand.replace('MASTER', `${running.pid}`)
  const proxym = createTestProxym([source, haproxy({ ...settings, reloadCommand })], {})
  onTestFinished(() => proxym.stop())
  const pid = async () => parseShowInfo(await askSocket(stats, 'show info', { signal: forever }))?.pid
  return {
    ...{ port, target, stats, master, proxym, pid, running },
    async set(next: readonly Origin[], other: Partial<ServiceInput> = {}) {
      hosts = next
      fields = other
      return (await proxym.refresh()).problems.map(({ code }) => code)
    },
    setOthers(next: readonly ServiceInput[]) {
      others = next
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
    state: async (backend = 'web') =>
      parseServersState(await askSocket(stats, `show servers state ${backend}`, { signal: forever })) ?? [],
  }
}

/** Origins with these names. */
export function startOrigins<const N extends readonly string[]>(...names: N): Promise<{ [K in keyof N]: Origin }> {
  return Promise.all(names.map(name => startOrigin(name))) as Promise<{ [K in keyof N]: Origin }>
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createTestProxym } from '@proxym/core/testing'
import file from '@proxym/plugin-file'
import haproxy, { type HaproxyOptions } from '@proxym/plugin-haproxy'
import { expect, onTestFinished, test } from 'vitest'
import { ask } from '../packages/plugin-haproxy/test/rig/ask.ts'
import { freePort } from '../packages/plugin-haproxy/test/rig/free-port.ts'
import { startHaproxy, startNginx } from '../packages/plugin-haproxy/test/rig/proxy.ts'
import { tempFolder } from '../packages/plugin-haproxy/test/rig/temp-folder.ts'
import { until } from '../packages/plugin-haproxy/test/rig/until.ts'
import { createChanges, domain, extraDomain } from './zero-drop-changes.ts'
import { startLoad } from './zero-drop-load.ts'

const REQUESTS = 20_000
const CHANGES = 20

interface Running {
  readonly folder: string
  readonly port: number
  readonly target: string
}

interface Proxy {
  /** What the template and the plugin need whatever runs. */
  options(running: Running): Partial<HaproxyOptions> & Pick<HaproxyOptions, 'templatePath'>
  /** Start the proxy; resolves with how it is reloaded. */
  start(running: Running): Promise<Partial<HaproxyOptions> & Pick<HaproxyOptions, 'reloadCommand'>>
}

const haproxyProxy: Proxy = {
  options: ({ folder, port }) => ({
    templatePath: 'haproxy',
    checkCommand: 'haproxy -c -f %s',
    vars: { bind: `127.0.0.1:${port}`, statsSocket: join(folder, 'stats.sock'), user: false, group: false },
  }),
  async start({ folder, port, target }) {
    const masterSocket = join(folder, 'master.sock')
    const { pid } = await startHaproxy(target, port, ['-W', '-S', masterSocket])
    return { reloadCommand: `kill -USR2 ${pid}`, masterSocket, statsSocket: join(folder, 'stats.sock') }
  },
}

const nginxProxy: Proxy = {
  options: ({ folder, port }) => ({
    templatePath: 'nginx',
    checkCommand: 'nginx -t -c %s',
    vars: {
      listen: `127.0.0.1:${port}`,
      pid: join(folder, 'pid'),
      tempPath: folder,
      errorLog: join(folder, 'error.log'),
      accessLog: 'off',
    },
  }),
  async start({ port, target }) {
    const { pid } = await startNginx(target, port)
    return { reloadCommand: `kill -HUP ${pid}` }
  },
}

test.each([
  ['HAProxy', 'clients that keep their connections', haproxyProxy, { keepAlive: true, pauseMs: 0 }],
  ['HAProxy', 'clients that keep their connections and rest', haproxyProxy, { keepAlive: true, pauseMs: 25 }],
  ['HAProxy', 'clients that connect for every request', haproxyProxy, { keepAlive: false, pauseMs: 0 }],
  ['nginx', 'clients that connect for every request', nginxProxy, { keepAlive: false, pauseMs: 0 }],
] as const)('%s drops nothing of %s while services change', { timeout: 120_000 }, async (name, who, proxy, behaviour) => {
  const { port, makeChange } = await rig(proxy)
  const load = startLoad({ port, host: domain, clients: 20, ...behaviour })
  for (let change = 0; change < CHANGES; change++) await makeChange(change)
  await until(`${REQUESTS} requests are made`, () => load.requests() >= REQUESTS, 60_000)
  const figures = await load.stop()
  process.stdout.write(`${name}, ${who}: ${JSON.stringify({ ...figures, changes: CHANGES })}\n`)
  expect(figures).toMatchObject({ failed: 0, reasons: {} })
})

async function rig(proxy: Proxy) {
  const folder = await tempFolder()
  const running = { folder, port: await freePort(), target: join(folder, 'proxy.cfg') }
  const configsPath = join(folder, 'services')
  await mkdir(configsPath)
  const changes = createChanges(configsPath, await startOrigins(4))
  await changes.first()
  const given = { ...proxy.options(running), configFilePath: running.target }
  // The proxy needs a file to start with, and its process id is needed to reload it.
  const before = createTestProxym([file({ configsPath }), haproxy({ ...given, reloadCommand: ':' })])
  expect((await before.refresh()).problems).toEqual([])
  await before.stop()
  const plugin = haproxy({ ...given, ...(await proxy.start(running)) })
  const proxym = createTestProxym([file({ configsPath }), plugin])
  onTestFinished(() => proxym.stop())
  const loads = () => proxym.log.filter(({ message }) => message === 'Applied config').length
  await proxym.start()
  await until('the first text is loaded', () => loads() === 1)
  return {
    port: running.port,
    /** Make a change and wait until it is loaded and seen through the proxy. */
    async makeChange(change: number) {
      await changes.make(change)
      await until(`change ${change} is loaded`, () => loads() === change + 2, 20_000)
      const wanted = change % 4 === 1 || change % 4 === 2 ? 200 : 503
      await until(`change ${change} is seen`, async () => (await ask(running.port, extraDomain)).status === wanted)
      expect(proxym.proxym.problems()).toEqual([])
    },
  }
}

async function startOrigins(count: number): Promise<readonly number[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'zero-drop-origins.ts'), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill()
    await ended
  })
  const [ports] = await once(child.stdout.setEncoding('utf8'), 'data')
  return JSON.parse(ports)
}

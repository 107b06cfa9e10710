import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createProxym, defaultSettings, type Logger, type Plugin, type ServiceInput } from '@proxym/core'
import haproxy from '@proxym/plugin-haproxy'
import { freePort } from '../free-port.ts'
import { endProcess, hear, startProcess } from '../scale/processes.ts'

export interface RuntimeRun {
  readonly backends: number
  readonly servers: number
  readonly changes: number
  /** Whether hosts are checked by HAProxy. */
  readonly check: boolean
}

export interface RuntimeFigures {
  /** From the change to the first request at the new host, ms, of each change that brought one. */
  readonly liveMs: readonly number[]
  /** From the answer to the first check of the new host to the first request; empty where hosts are not checked. */
  readonly afterCheckMs: readonly number[]
  readonly requests: number
  readonly failed: number
  readonly reasons: readonly string[]
  /** Reloads after the first. */
  readonly reloads: number
  readonly sameProcess: boolean
  /** Whether HAProxy ended with the servers of the file, all of them. */
  readonly agrees: boolean
  /** Whether it had the same ones after a reload. */
  readonly agreesAfterReload: boolean
}

/** The first request at a host, and the answer to its first check, epoch ms. */
interface Arrival {
  readonly address: string
  readonly at: number
  readonly checkedAt?: number
}

const quiet: Logger = { error: console.error, warn() {}, notice() {}, info() {}, debug() {}, named: () => quiet }
const healthPath = '/health'
const here = (name: string) => join(import.meta.dirname, name)

/** Change the hosts of one service of many in front of a real HAProxy, under traffic. */
export async function measureRuntime({ backends, servers, changes, check }: RuntimeRun): Promise<RuntimeFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'proxym-bench-'))
  const [target, socket, port] = [join(folder, 'haproxy.cfg'), join(folder, 'stats.sock'), await freePort()]
  const origin = startProcess(here('origin.ts'), [healthPath])
  const { port: originPort } = await hear<{ port: number }>(origin)
  const arrivals = new Map<string, (arrival: Arrival) => void>()
  origin.on('message', (arrival: Arrival) => arrivals.get(arrival.address)?.(arrival))

  const hostAt = (address: number) => ({ ip: `127.1.${Math.floor(address / 250)}.${1 + (address % 250)}`, port: originPort })
  const checked = check ? { metadata: { health: { protocol: 'http', path: healthPath } } } : {}
  let hosts = Array.from({ length: servers }, (_, index) => hostAt(index))
  const others = Array.from(
    { length: backends - 1 },
    (_, index): ServiceInput => ({
      ...{ id: `other-${index}`, domains: [`other-${index}.test`], applicationProtocol: 'http' },
      hosts: Array.from({ length: servers }, (_host, host) => ({ ip: `127.2.${host}.${1 + (index % 250)}`, port: originPort })),
    }),
  )
  const world: Plugin = {
    name: 'world',
    apply(proxym) {
      proxym.hooks.generateServices.tap('services', (batch, { keys }) => {
        batch.set('web', [{ id: 'web', domains: ['web.test'], applicationProtocol: 'http', hosts, ...checked }])
        if (keys === undefined) for (const service of others) batch.set(service.id, [service])
      })
      refresh = proxym.refresh
    },
  }
  let refresh: (reason: string, scope: { readonly keys: readonly string[] }) => void = () => {}
  const vars = {
    bind: `127.0.0.1:${port}`,
    statsSocket: socket,
    user: false,
    group: false,
    check: false,
    ...(check ? { check: true } : {}),
  }
  await writeFile(
    target,
    `global\n  stats socket ${socket} mode 600 level admin expose-fd listeners\ndefaults\n  mode http\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\nfrontend f\n  bind 127.0.0.1:${port}\n`,
  )
  const proxy = spawn('haproxy', ['-W', '-f', target], { stdio: 'ignore' })
  let applied = Promise.withResolvers<void>()
  const logger: Logger = { ...quiet, info: message => message === 'Applied' && applied.resolve(), named: () => logger }
  const plugins = [
    world,
    haproxy({
      // As is right for thousands of domains: with a rule for each, HAProxy itself is what takes both cores.
      templatePath: 'haproxy-maps',
      configFilePath: target,
      runtimeSocket: socket,
      statsSocket: socket,
      reloadGapMs: 0,
      checkCommand: 'haproxy -c -f %s',
      reloadCommand: `kill -USR2 ${proxy.pid}`,
      vars,
    }),
  ]
  const proxym = createProxym({
    plugins: plugins.map(plugin => ({ plugin, name: plugin.name, optional: false })),
    settings: { ...defaultSettings, debounceMs: 0, maxWaitMs: 0, patienceMs: 60_000, timeoutMs: 60_000, resyncMs: 3_600_000 },
    ...{ logger, configDir: folder, stateDir: undefined },
  })
  try {
    await untilAnswers(socket)
    await proxym.start()
    await applied.promise
    const process = await pidOf(socket)
    const clients = startProcess(here('clients.ts'), [`${port}`, 'web.test'])
    await hear(clients)
    const liveMs: number[] = []
    const afterCheckMs: number[] = []
    let next = servers
    for (let change = 0; change < changes; change++) {
      const fresh = hostAt(next++)
      // One more, one moved, one less.
      const kind = change % 3
      hosts = kind === 0 ? [...hosts, fresh] : kind === 1 ? [...hosts.slice(1), fresh] : hosts.slice(1)
      const arrived = new Promise<Arrival>(resolve => arrivals.set(fresh.ip, resolve))
      applied = Promise.withResolvers()
      const at = performance.timeOrigin + performance.now()
      refresh('changed', { keys: ['web'] })
      if (kind !== 2) {
        const arrival = await arrived
        liveMs.push(arrival.at - at)
        if (check) afterCheckMs.push(arrival.at - (arrival.checkedAt ?? Number.NEGATIVE_INFINITY))
      }
      await applied.promise
      await sleep(150)
    }
    clients.send('stop')
    const { requests, failed, reasons } = await hear<{ requests: number; failed: number; reasons: readonly string[] }>(clients)
    const text = await (await proxym.app.request('/metrics', {}, { loopback: true })).text()
    const loads = [...text.matchAll(/^proxym_haproxy_loads_total\{[^}]*path="reload"[^}]*\} (\d+)$/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    )
    const sameProcess = process === (await pidOf(socket))
    const wanted = serversIn(await readFile(target, 'utf8'))
    const agrees = (await servingNow(socket)).join() === wanted.join()
    proxy.kill('SIGUSR2')
    while ((await pidOf(socket)) === process) await sleep(50)
    const agreesAfterReload = (await servingNow(socket)).join() === wanted.join()
    return { liveMs, afterCheckMs, requests, failed, reasons, reloads: loads - 1, sameProcess, agrees, agreesAfterReload }
  } finally {
    await proxym.stop()
    proxy.kill('SIGTERM')
    await Promise.all([once(proxy, 'exit'), endProcess(origin)])
    await rm(folder, { recursive: true, force: true })
  }
}

/** Every server of a file, as `backend/address:port`. */
function serversIn(text: string): readonly string[] {
  let backend = ''
  return text
    .split('\n')
    .flatMap(line => {
      const [keyword = '', name = '', address = ''] = line.trim().split(/\s+/)
      if (keyword === 'backend') backend = name
      return keyword === 'server' ? [`${backend}/${address}`] : []
    })
    .sort()
}

/** Every server that takes traffic. */
async function servingNow(socket: string): Promise<readonly string[]> {
  const [, header = '', ...rows] = (await ask(socket, 'show servers state')).split('\n')
  const columns = header.replace('# ', '').split(' ')
  return rows
    .flatMap(row => {
      const cells = row.split(' ')
      const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
      const isOut = (Number(cell('srv_admin_state')) & 9) !== 0 || cell('srv_uweight') === '0'
      return cell('be_name') === '' || isOut ? [] : [`${cell('be_name')}/${cell('srv_addr')}:${cell('srv_port')}`]
    })
    .sort()
}

async function pidOf(socket: string): Promise<string | undefined> {
  return /^Pid: (\d+)/m.exec(await ask(socket, 'show info'))?.[1]
}

function ask(socket: string, question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const connection = connect(socket)
      .setEncoding('utf8')
      .on('data', chunk => (text += chunk))
    connection
      .on('error', reject)
      .on('end', () => resolve(text))
      .end(`${question}\n`)
  })
}

async function untilAnswers(socket: string): Promise<void> {
  for (;;) {
    const answer = await ask(socket, 'show info').catch(() => '')
    if (answer !== '') return
    await sleep(20)
  }
}

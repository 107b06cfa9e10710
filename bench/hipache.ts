import { spawn } from 'node:child_process'
import { createProxym, defaultSettings, type Logger, type Plugin, type ServiceInput } from '@proxym/core'
import hipache from '@proxym/plugin-hipache'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'
import { median, round } from './scale/figures.ts'

const DOMAINS = 5000
const CHANGES = 20
const MOST_COMMANDS = 30

const quiet: Logger = { error: console.error, warn: console.error, notice() {}, info() {}, debug() {}, named: () => quiet }

const port = await freePort()
const server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''])
try {
  server.stdout.setEncoding('utf8')
  for await (const text of server.stdout) if (text.includes('Ready to accept')) break
  const client = new Redis({ port, host: '127.0.0.1' })
  const floor = await measureFloor(client)
  await client.flushall()
  const plugin = await measurePlugin(client)
  const { first, nothing, change } = plugin
  console.log(`hipache: ${DOMAINS} domains in Redis; the first time, again, and with one changed domain (median of ${CHANGES})`)
  console.table({
    'first time': row(first, floor.firstMs),
    'nothing changed': row(nothing, floor.readMs),
    'one change': row(change, floor.changeMs),
  })
  console.log(JSON.stringify({ domains: DOMAINS, ...plugin, floor }))
  // Proportional to the change, not to the domains.
  if (change.commands > MOST_COMMANDS) {
    console.error(`One changed domain cost ${change.commands} commands, more than ${MOST_COMMANDS}.`)
    process.exitCode = 1
  }
  client.disconnect()
} finally {
  server.kill()
}
process.exit()

/** The same data by the same transactions with nothing around them, and with nothing read. */
async function measureFloor(client: Redis) {
  const write = (number: number, last: number): Promise<unknown> =>
    client
      .multi()
      .del(`frontend:web${number}.example.com`)
      .rpush(`frontend:web${number}.example.com`, `web${number}`, ...hosts(last).map(({ ip }) => `http://${ip}:8888`))
      .del(`dead:web${number}.example.com`)
      .sadd('index', `web${number}.example.com`)
      .exec()
  const firstMs = await timed(() => Promise.all(Array.from({ length: DOMAINS }, (_, number) => write(number, 1))))
  const changes: number[] = []
  for (let change = 0; change < CHANGES; change++) changes.push(await timed(() => write(change, 2)))
  const readMs = await timed(() => {
    const pipeline = client.pipeline()
    for (let number = 0; number < DOMAINS; number++) pipeline.lrange(`frontend:web${number}.example.com`, 0, -1)
    return pipeline.exec()
  })
  return { firstMs, changeMs: median(changes), readMs }
}

async function measurePlugin(client: Redis) {
  const services = Array.from({ length: DOMAINS }, (_, number) => service(number, 1))
  let calledAt = 0
  const world: Plugin = {
    name: 'world',
    apply(proxym) {
      proxym.hooks.generateServices.tap('all', batch => batch.add(...services))
      // Called at the same time as the plugin, with the snapshot made: what core needs for it is not measured here.
      proxym.hooks.generateConfig.tap('clock', () => {
        calledAt = performance.now()
      })
    },
  }
  const plugins = [world, hipache({ redisAddress: `127.0.0.1:${port}` })]
  const proxym = createProxym({
    plugins: plugins.map(plugin => ({ plugin, name: plugin.name, optional: false })),
    settings: { ...defaultSettings, debounceMs: 0, maxWaitMs: 0, timeoutMs: 60_000, patienceMs: 60_000 },
    logger: quiet,
    configDir: '/',
    stateDir: undefined,
  })
  const commands = await commandCounter(client)
  const refresh = async (reason: string) => {
    await proxym.refresh(reason)
    const ms = performance.now() - calledAt
    return { ms, commands: await commands() }
  }
  const first = await refresh('first')
  const nothing = await refresh('nothing changed')
  const changes: { ms: number; commands: number }[] = []
  for (let change = 0; change < CHANGES; change++) {
    services[change] = service(change, 2)
    changes.push(await refresh('one change'))
  }
  await proxym.stop()
  return {
    first,
    nothing,
    change: { ms: median(changes.map(({ ms }) => ms)), commands: Math.max(...changes.map(({ commands: count }) => count)) },
  }
}

/** Counts what the server has executed since it was asked last, itself apart. */
async function commandCounter(client: Redis) {
  const read = async (): Promise<number> => {
    const stats = [...(await client.info('commandstats')).matchAll(/cmdstat_(\S+?):calls=(\d+)/g)]
    return stats.reduce((sum, [, name, calls]) => (name === 'info' ? sum : sum + Number(calls)), 0)
  }
  let before = await read()
  return async (): Promise<number> => {
    const now = await read()
    const since = now - before
    before = now
    return since
  }
}

function service(number: number, last: number): ServiceInput {
  return { id: `web${number}`, applicationProtocol: 'http', domains: [`web${number}.example.com`], hosts: hosts(last) }
}

function hosts(last: number): readonly { ip: string; port: number }[] {
  return [1, 2, 3].map(third => ({ ip: `10.0.${third}.${last}`, port: 8888 }))
}

function row({ ms, commands }: { readonly ms: number; readonly commands: number }, floorMs: number) {
  return { commands, ms: round(ms), 'floor ms': round(floorMs), ratio: round(ms / floorMs) }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

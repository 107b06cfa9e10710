import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProxym, defaultSettings, type Logger, type Plugin, type ServiceInput } from '@proxym/core'
import haproxy from '@proxym/plugin-haproxy'

/** What the process held at some moment, after a forced collection. Memory in MiB. */
export interface Holding {
  readonly changes: number
  readonly heapMiB: number
  readonly rssMiB: number
  /** Open file descriptors. */
  readonly files: number
  readonly timers: number
}

export interface LongRun {
  readonly services: number
  readonly hosts: number
  readonly changes: number
  /** After so many changes all caches are as full as they get. */
  readonly warmUp: number
  /** Told of each holding; about ten of them. */
  readonly seen?: (holding: Holding) => void
}

const quiet: Logger = { error: console.error, warn() {}, notice() {}, info() {}, debug() {}, named: () => quiet }

/** Change one service after the other in this process, which needs `--expose-gc`. The file is in memory where the system has such a place. */
export async function longRun({ services: count, hosts, changes, warmUp, seen }: LongRun): Promise<readonly Holding[]> {
  const shared = await readdir('/dev/shm').then(
    () => '/dev/shm',
    () => tmpdir(),
  )
  const folder = await mkdtemp(join(shared, 'proxym-bench-'))
  const versions = new Map<string, number>()
  const service = (id: string): ServiceInput => {
    const version = versions.get(id) ?? 0
    // Now and then another domain and another number of hosts: what is kept for a service must not stay when it has changed.
    const domains = [`${id}-${version % 7}.example.com`]
    return {
      id,
      applicationProtocol: 'http',
      domains,
      hosts: Array.from({ length: hosts + (version % 3) }, (_, host) => hostOf(host, version)),
    }
  }
  const ids = Array.from({ length: count }, (_, index) => `web-${index}`)
  let refresh: (reason: string, scope: { readonly keys: readonly string[] }) => void = () => {}
  let applied = Promise.withResolvers<void>()
  const world: Plugin = {
    name: 'world',
    apply(proxym) {
      proxym.hooks.generateServices.tap('services', (batch, { keys = ids }) => {
        for (const id of keys) batch.set(id, [service(id)])
      })
      refresh = proxym.refresh
    },
  }
  const plugins = [
    world,
    haproxy({ templatePath: 'haproxy', configFilePath: join(folder, 'haproxy.cfg'), reloadCommand: ':', reloadGapMs: 0 }),
  ]
  const proxym = createProxym({
    plugins: plugins.map(plugin => ({ plugin, name: plugin.name, optional: false })),
    settings: { ...defaultSettings, debounceMs: 0, maxWaitMs: 0, patienceMs: 60_000, timeoutMs: 60_000, resyncMs: 3_600_000 },
    logger: { ...quiet, named: () => loggerThat(() => applied.resolve()) },
    configDir: folder,
    stateDir: undefined,
  })
  const holdings: Holding[] = []
  const hold = async (done: number): Promise<void> => {
    const holding = await holdingNow(done)
    holdings.push(holding)
    seen?.(holding)
  }
  try {
    await proxym.start()
    await applied.promise
    for (let change = 1; change <= changes; change++) {
      const id = ids[(change * 31) % count] ?? ''
      versions.set(id, (versions.get(id) ?? 0) + 1)
      applied = Promise.withResolvers()
      refresh('changed', { keys: [id] })
      await applied.promise
      if (
        change === warmUp ||
        (change > warmUp && (change - warmUp) % Math.ceil((changes - warmUp) / 10) === 0) ||
        change === changes
      )
        await hold(change)
    }
    return holdings
  } finally {
    await proxym.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function hostOf(host: number, version: number) {
  return { ip: `10.${host}.${Math.floor(version / 250) % 250}.${version % 250}`, port: 8000 + host }
}

/** Core says that every output has what changed. */
function loggerThat(applied: () => void): Logger {
  const logger: Logger = { ...quiet, info: message => message === 'Applied' && applied(), named: () => logger }
  return logger
}

async function holdingNow(changes: number): Promise<Holding> {
  if (globalThis.gc === undefined) throw new Error('start it with --expose-gc')
  // Twice: what the first one finalises is free after the second.
  for (let time = 0; time < 2; time++) {
    await globalThis.gc({ execution: 'async', type: 'major' })
  }
  const { heapUsed, rss } = process.memoryUsage()
  const timers = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  return { changes, heapMiB: heapUsed / 2 ** 20, rssMiB: rss / 2 ** 20, files: (await readdir('/proc/self/fd')).length, timers }
}

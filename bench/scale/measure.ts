import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../free-port.ts'
import { type Figures, median, quantile } from './figures.ts'
import { cpuMs, endProcess, hear, peakMiB, startProcess, watchTarget } from './processes.ts'
import { configureProxym, scaleOne, startProxym } from './proxym.ts'
import type { Size } from './sizes.ts'

/** How often each thing is done. */
export interface Times {
  readonly colds: number
  readonly floors: number
  readonly resyncs: number
  readonly changes: number
}

const QUIET_MS = 300

/** Measure proxym and the floor on one simulator. */
export async function measure(size: Size, times: Times, node: readonly string[] = []): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'proxym-bench-'))
  const simulator = startProcess('simulator.ts', [`${size.apps}`, `${size.tasks}`])
  try {
    const { url } = await hear<{ url: string }>(simulator)
    const floor = await measureFloor(join(folder, 'floor'), url, times)
    const proxym = await measureProxym({ folder: join(folder, 'proxym'), url, simulator, times, node })
    return { size: size.name, floor, ...proxym }
  } finally {
    await endProcess(simulator)
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureFloor(folder: string, url: string, { colds, floors }: Times): Promise<Figures['floor']> {
  await mkdir(folder)
  const target = join(folder, 'haproxy.cfg')
  const all = await coldStarts(target, colds, () => startProcess('floor.ts', [url, target]))
  const ms: number[] = []
  for (let run = 0; run < floors; run++) {
    await sleep(QUIET_MS)
    all.last.send('again')
    ms.push((await hear<{ ms: number }>(all.last)).ms)
  }
  const peak = await peakMiB(all.last)
  await endProcess(all.last)
  return { ms: median(ms), coldMs: median(all.ms), peakMiB: peak }
}

interface Parts {
  readonly folder: string
  readonly url: string
  readonly simulator: ChildProcess
  readonly times: Times
  readonly node: readonly string[]
}

async function measureProxym({ folder, url, simulator, times, node }: Parts): Promise<Omit<Figures, 'size' | 'floor'>> {
  await mkdir(folder)
  const port = await freePort()
  const target = await configureProxym(folder, url, { listen: `127.0.0.1:${port}` })
  const colds = await coldStarts(target, times.colds, async () => {
    // As on a new machine: nothing is known.
    await rm(join(folder, '.proxym'), { recursive: true, force: true })
    return startProxym(folder, node)
  })
  const child = colds.last
  await sleep(2000)
  const resyncs: number[] = []
  for (let run = 0; run < times.resyncs; run++) {
    const startedAt = performance.now()
    const response = await fetch(`http://127.0.0.1:${port}/refresh`, { method: 'POST' })
    if (!response.ok) throw new Error(`POST /refresh: ${response.status} ${await response.text()}`)
    await response.text()
    resyncs.push(performance.now() - startedAt)
    await sleep(QUIET_MS)
  }
  const watcher = watchTarget(target)
  const changes: number[] = []
  const before = await cpuMs(child)
  for (let change = 0; change < times.changes; change++) {
    changes.push(await scaleOne(simulator, watcher, change))
    await sleep(QUIET_MS)
  }
  const cpuPerChangeMs = ((await cpuMs(child)) - before) / times.changes
  watcher.close()
  const peak = await peakMiB(child)
  await endProcess(child)
  return {
    changeMs: median(changes),
    changeP95Ms: quantile(changes, 0.95),
    resyncMs: median(resyncs),
    coldMs: median(colds.ms),
    cpuPerChangeMs,
    peakMiB: peak,
  }
}

/** From the start of a process to its first file, some times; the last process stays. */
async function coldStarts(target: string, colds: number, start: () => ChildProcess | Promise<ChildProcess>) {
  const ms: number[] = []
  for (let run = 1; ; run++) {
    await rm(target, { force: true })
    const watcher = watchTarget(target)
    const arrived = watcher.next()
    const at = performance.timeOrigin + performance.now()
    const child = await start()
    const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with ${code}`)))
    ms.push((await Promise.race([arrived, failed])) - at)
    failed.catch(() => undefined)
    watcher.close()
    if (run >= colds) return { ms, last: child }
    await sleep(QUIET_MS)
    await endProcess(child)
  }
}

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

/** A program that writes a file. */
interface Program {
  readonly target: string
  start(): ChildProcess | Promise<ChildProcess>
}

/** Measure proxym and the floor on one simulator. */
export async function measure(size: Size, times: Times, node: readonly string[] = []): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'proxym-bench-'))
  const simulator = startProcess('simulator.ts', [`${size.apps}`, `${size.tasks}`])
  try {
    const { url } = await hear<{ url: string }>(simulator)
    const floor = await floorIn(join(folder, 'floor'), url)
    const port = await freePort()
    const proxym = await proxymIn(join(folder, 'proxym'), url, { listen: `127.0.0.1:${port}` }, node)
    const [floorColdMs, coldMs] = await coldStarts([floor, proxym], times.colds)
    const ofFloor = await measureFloor(floor, times)
    const ofProxym = await measureProxym(proxym, { port, simulator, times })
    return {
      size: size.name,
      floor: { ...ofFloor, coldMs: median(floorColdMs ?? []) },
      ...ofProxym,
      coldMs: median(coldMs ?? []),
    }
  } finally {
    await endProcess(simulator)
    await rm(folder, { recursive: true, force: true })
  }
}

async function floorIn(folder: string, url: string): Promise<Program> {
  await mkdir(folder)
  const target = join(folder, 'haproxy.cfg')
  return { target, start: () => startProcess('floor.ts', [url, target]) }
}

async function proxymIn(folder: string, url: string, more: object, node: readonly string[]): Promise<Program> {
  await mkdir(folder)
  return {
    target: await configureProxym(folder, url, more),
    async start() {
      // As on a new machine: nothing is known.
      await rm(join(folder, '.proxym'), { recursive: true, force: true })
      return startProxym(folder, node)
    },
  }
}

async function measureFloor(floor: Program, { floors }: Times): Promise<Omit<Figures['floor'], 'coldMs'>> {
  const { child } = await coldStart(floor)
  const ms: number[] = []
  for (let run = 0; run < floors; run++) {
    await sleep(QUIET_MS)
    child.send('again')
    ms.push((await hear<{ ms: number }>(child)).ms)
  }
  const peak = await peakMiB(child)
  await endProcess(child)
  return { ms: median(ms), peakMiB: peak }
}

interface Parts {
  readonly port: number
  readonly simulator: ChildProcess
  readonly times: Times
}

async function measureProxym(
  proxym: Program,
  { port, simulator, times }: Parts,
): Promise<Omit<Figures, 'size' | 'floor' | 'coldMs'>> {
  const { child } = await coldStart(proxym)
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
  const watcher = watchTarget(proxym.target)
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
    cpuPerChangeMs,
    peakMiB: peak,
  }
}

/** Cold starts of each program, in turns: a machine that has other things to do for a while has them for all. */
async function coldStarts(programs: readonly Program[], colds: number): Promise<readonly (readonly number[])[]> {
  const ms = programs.map((): number[] => [])
  for (let run = 0; run < colds; run++) {
    for (const [index, program] of programs.entries()) {
      const cold = await coldStart(program)
      ms[index]?.push(cold.ms)
      await sleep(QUIET_MS)
      await endProcess(cold.child)
    }
  }
  return ms
}

/** From the start of a process to its first file. */
async function coldStart({ target, start }: Program): Promise<{ readonly ms: number; readonly child: ChildProcess }> {
  await rm(target, { force: true })
  const watcher = watchTarget(target)
  const arrived = watcher.next()
  const at = performance.timeOrigin + performance.now()
  const child = await start()
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with ${code}`)))
  const ms = (await Promise.race([arrived, failed])) - at
  failed.catch(() => undefined)
  watcher.close()
  return { ms, child }
}

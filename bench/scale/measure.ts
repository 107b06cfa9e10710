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

/** One size: its Marathon, and the programs that read it. */
interface Setup {
  readonly size: Size
  readonly folder: string
  readonly simulator: ChildProcess
  /** Where proxym listens. */
  readonly port: number
  readonly floor: Program
  readonly proxym: Program
}

/**
 * Measure proxym and the floor, all sizes in turns: a machine that has other things to do for a while has them for all, and sizes can be
 * compared.
 */
export async function measure(sizes: readonly Size[], times: Times, node: readonly string[] = []): Promise<readonly Figures[]> {
  const setups: Setup[] = []
  try {
    for (const size of sizes) setups.push(await setUp(size, node))
    const coldMs = await coldStarts(
      setups.flatMap(({ floor, proxym }) => [floor, proxym]),
      times.colds,
    )
    const ofFloors = await measureFloors(setups, times)
    const ofProxyms = await measureProxyms(setups, times)
    return setups.map(({ size, floor, proxym }, index) => ({
      size: size.name,
      floor: { ...(ofFloors[index] as OfFloor), coldMs: median(coldMs.get(floor) ?? []) },
      ...(ofProxyms[index] as OfProxym),
      coldMs: median(coldMs.get(proxym) ?? []),
    }))
  } finally {
    await inTurns(setups, tearDown)
  }
}

async function setUp(size: Size, node: readonly string[]): Promise<Setup> {
  const folder = await mkdtemp(join(tmpdir(), 'proxym-bench-'))
  const simulator = startProcess('simulator.ts', [`${size.apps}`, `${size.tasks}`])
  try {
    const { url } = await hear<{ url: string }>(simulator)
    const port = await freePort()
    const floor = await floorIn(join(folder, 'floor'), url)
    const proxym = await proxymIn(join(folder, 'proxym'), url, { listen: `127.0.0.1:${port}` }, node)
    return { size, folder, simulator, port, floor, proxym }
  } catch (error) {
    await tearDown({ simulator, folder })
    throw error
  }
}

async function tearDown({ simulator, folder }: Pick<Setup, 'simulator' | 'folder'>): Promise<void> {
  await endProcess(simulator)
  await rm(folder, { recursive: true, force: true })
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

type OfFloor = Omit<Figures['floor'], 'coldMs'>

async function measureFloors(setups: readonly Setup[], { floors }: Times): Promise<readonly OfFloor[]> {
  const started = await inTurns(setups, async ({ floor }) => ({ ...(await coldStart(floor)), runs: [] as number[] }))
  for (let run = 0; run < floors; run++) {
    await inTurns(started, async ({ child, runs }) => {
      await sleep(QUIET_MS)
      child.send('again')
      runs.push((await hear<{ ms: number }>(child)).ms)
    })
  }
  return inTurns(started, async ({ child, runs }) => {
    const peak = await peakMiB(child)
    await endProcess(child)
    return { ms: median(runs), peakMiB: peak }
  })
}

type OfProxym = Omit<Figures, 'size' | 'floor' | 'coldMs'>

async function measureProxyms(setups: readonly Setup[], times: Times): Promise<readonly OfProxym[]> {
  const started = await inTurns(setups, async ({ port, simulator, proxym }) => {
    const { child } = await coldStart(proxym)
    await sleep(2000)
    return { ...{ port, simulator, child, target: proxym.target }, resyncs: [] as number[], changes: [] as number[] }
  })
  for (let run = 0; run < times.resyncs; run++) {
    await inTurns(started, async ({ port, resyncs }) => {
      const startedAt = performance.now()
      const response = await fetch(`http://127.0.0.1:${port}/refresh`, { method: 'POST' })
      if (!response.ok) throw new Error(`POST /refresh: ${response.status} ${await response.text()}`)
      await response.text()
      resyncs.push(performance.now() - startedAt)
      await sleep(QUIET_MS)
    })
  }
  const watched = await inTurns(started, async each => ({
    ...each,
    watcher: watchTarget(each.target),
    before: await cpuMs(each.child),
  }))
  for (let change = 0; change < times.changes; change++) {
    await inTurns(watched, async ({ simulator, watcher, changes }) => {
      changes.push(await scaleOne(simulator, watcher, change))
      await sleep(QUIET_MS)
    })
  }
  return inTurns(watched, async ({ child, watcher, before, resyncs, changes }) => {
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
  })
}

async function inTurns<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  for (const one of all) results.push(await run(one))
  return results
}

/** Cold starts of each program, in turns. */
async function coldStarts(programs: readonly Program[], colds: number): Promise<ReadonlyMap<Program, readonly number[]>> {
  const ms = new Map(programs.map((program): [Program, number[]] => [program, []]))
  for (let run = 0; run < colds; run++) {
    await inTurns(programs, async program => {
      const cold = await coldStart(program)
      ms.get(program)?.push(cold.ms)
      await sleep(QUIET_MS)
      await endProcess(cold.child)
    })
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

import { rm } from 'node:fs/promises'
import { expect } from 'vitest'
import { type CallQueue, createCallQueue, type Point } from './call-queue.ts'
import type { Stage } from './proxies.ts'
import { type Aim, runTraced } from './run-traced.ts'

export interface Plan {
  readonly aim: Aim
  /** A set of system calls, as strace writes it. */
  readonly calls: string
  readonly openStage: () => Promise<Stage>
  /** There is no target when a victim starts. */
  readonly isFirstWrite?: boolean
  /** Only every so manieth call of each kind. @default 1 */
  readonly stride?: number
}

/** At how many calls a process was killed, in all and by name. */
export interface Kills {
  points: number
  readonly calls: Record<string, number>
}

const LANES = 2

/**
 * Kill a `proxym once` at its first `openat`, another one at its second, and so on until one ends by itself; the same with every other
 * system call that it makes. After each kill the target must be whole, and the next start must leave nothing behind and make the
 * proxy run what is on disk.
 */
export async function enumerateKills({ aim, calls, openStage, isFirstWrite = false, stride = 1 }: Plan): Promise<Kills> {
  const kills: Kills = { points: 0, calls: {} }
  const stages = await Promise.all(Array.from({ length: LANES }, openStage))
  const [stage] = stages
  if (stage === undefined) return kills
  // strace counts each kind of call on its own.
  const queue = createCallQueue(await callsOf(stage, aim, calls), stride)
  await Promise.all(stages.map(lane => runLane(lane, aim, queue, kills, isFirstWrite)))
  return kills
}

async function runLane(stage: Stage, aim: Aim, queue: CallQueue, kills: Kills, isFirstWrite: boolean): Promise<void> {
  expect(await stage.run('v0')).toBe(0)
  const clean = await stage.names()
  let loaded = 'v0'
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    const { name, count } = next
    if (isFirstWrite) await rm(stage.target)
    const old = await stage.onDisk()
    const version = `${name}-${count}`
    const { end, call } = await killAt(stage, aim, next, version)
    if (end === 0) queue.end(name)
    const point = end === 0 ? `not killed at ${name} ${count}` : `killed at ${name} ${count}: ${call}`
    expect([0, 'SIGKILL'], point).toContain(end)
    expect(end === 0 ? [version] : [old, version], point).toContain(await stage.onDisk())
    expect([loaded, version], point).toContain(await stage.loaded())
    // By the next start the services may have changed back, or not.
    loaded = count % 4 < 2 || old === undefined || old === 'none' ? version : old
    expect(await stage.run(loaded), point).toBe(0)
    expect(await stage.onDisk(), point).toBe(loaded)
    expect(await stage.loaded(), point).toBe(loaded)
    expect(await stage.names(), point).toEqual(clean)
    if (end === 0) continue
    kills.points++
    kills.calls[name] = (kills.calls[name] ?? 0) + 1
  }
}

/** The names of the calls that a run makes. */
async function callsOf(stage: Stage, aim: Aim, calls: string): Promise<readonly string[]> {
  const { log, end } = await runTraced(stage, aim, 'traced', [`trace=${calls}`])
  expect(end).toBe(0)
  return [...new Set(log.flatMap(line => /^\w+(?=\()/.exec(line) ?? []))]
}

async function killAt(stage: Stage, aim: Aim, { name, count }: Point, version: string) {
  const expressions = [`trace=${name}`, `inject=${name}:signal=SIGKILL:when=${count}`]
  const { log, end } = await runTraced(stage, aim, version, expressions)
  return { end, call: log.findLast(line => line.startsWith(`${name}(`))?.slice(0, 200) ?? 'no call' }
}

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createApplier } from '../../src/apply/applier.ts'
import { monotonicClock } from '../../src/apply/clock.ts'
import { runCommand } from '../../src/command/run-command.ts'
import { parseServersState } from '../../src/runtime/reported.ts'
import { configText } from '../../src/text/index.ts'
import { type AskSocket, askSocket } from '../../src/verify/ask-socket.ts'
import { applierRig, forever, settingsFor } from '../apply-rig/applier.ts'
import { freePort } from '../rig/free-port.ts'
import { memoryState } from '../rig/memory-state.ts'
import { startHaproxy } from '../rig/proxy.ts'
import { until } from '../rig/until.ts'
import { foreignReload } from './foreign-reload.ts'
import { meddle } from './meddle.ts'

type Hosts = Readonly<Record<string, number>>

// One comes, one goes, one gets another weight, in two backends; all of them are checked.
const first: readonly Hosts[] = [{ '127.0.0.1': 1, '127.0.0.2': 1 }, { '127.0.0.1': 1 }]
const next: readonly Hosts[] = [{ '127.0.0.2': 5, '127.0.0.3': 1 }, { '127.0.0.4': 2 }]

/** A real HAProxy that runs with `first`, known to an applier that is about to bring in `next`. */
async function begun() {
  const port = await freePort()
  const { folder, parts } = await applierRig()
  const [target, stats, master] = ['haproxy.cfg', 'stats.sock', 'master.sock'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const textOf = (backends: readonly Hosts[]) =>
    `global\n  stats socket ${stats} mode 600 level admin expose-fd listeners\ndefaults\n  mode http\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\n  default-server inter 50ms\nfrontend f\n  bind 127.0.0.1:${port}\n  monitor-uri /\n  default_backend b0\n${backends
      .map(
        (hosts, index) =>
          `backend b${index}\n${Object.entries(hosts)
            .map(([ip, weight]) => `  server s-${ip} ${ip}:${port} weight ${weight} check addr 127.0.0.1\n`)
            .join('')}`,
      )
      .join('')}`
  await writeFile(target, textOf(first))
  const running = await startHaproxy(target, port, ['-W', '-S', master])
  const settings = settingsFor(folder, {
    ...{ configFilePath: target, runtimeSocket: stats, masterSocket: master, reloadGapMs: 0 },
    reloadCommand: `kill -USR2 ${running.pid}`,
  })
  const applierWith = (ask: AskSocket) => {
    const applier = createApplier(settings, { ...parts, run: runCommand, clock: monotonicClock, ask, state: memoryState() })
    onTestFinished(() => applier.end())
    return (backends: readonly Hosts[]) => applier.apply(configText(textOf(backends)), forever)
  }
  const asked = (question: string) => askSocket(stats, question, { signal: forever })
  const held = async () => {
    const backends = await Promise.all(
      next.map(async (_, index) => parseServersState(await asked(`show servers state b${index}`))),
    )
    return backends.map(servers =>
      Object.fromEntries(
        (servers ?? []).filter(({ isOut }) => !isOut).map(({ ip, weight, name }) => [name === `s-${ip}` ? ip : '', weight]),
      ),
    )
  }
  return {
    ...{ applierWith, textOf, held },
    read: () => readFile(target, 'utf8'),
    reload: () => foreignReload(running.pid, { stats, master }),
  }
}

async function numberOfQuestions(): Promise<number> {
  const { applierWith, held } = await begun()
  const { ask, arm, count } = meddle(Number.POSITIVE_INFINITY, async () => undefined)
  const apply = applierWith(ask)
  await apply(first)
  arm()
  await apply(next)
  await until('HAProxy serves the new hosts', async () => (await held()).length === 2 && isNext(await held()))
  const asked = count()
  expect(asked).toBeGreaterThan(10)
  // Taking servers away goes on for a while.
  return Math.min(asked, 24)
}

const isNext = (held: readonly Hosts[]) => JSON.stringify(held.map(sorted)) === JSON.stringify(next.map(sorted))
const sorted = (hosts: Hosts) => Object.entries(hosts).sort()

test('killed before any question to the runtime socket, the next proxym brings HAProxy and the file together', {
  timeout: 300_000,
}, async () => {
  const questions = await numberOfQuestions()
  for (let at = 0; at < questions; at++) {
    const { applierWith, held, read, textOf } = await begun()
    const [dead, buried] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()]
    const { ask, arm } = meddle(
      at,
      () => {
        dead.resolve()
        return buried.promise
      },
      true,
    )
    const apply = applierWith(ask)
    await apply(first)
    // Before it is ended, which waits for what it asks.
    onTestFinished(() => buried.reject(new Error('dead')))
    arm()
    void apply(next).catch(() => undefined)
    await dead.promise
    await applierWith(askSocket)(next)
    expect(await read()).toBe(textOf(next))
    expect((await held()).map(sorted), `killed at ${at}`).toEqual(next.map(sorted))
  }
})

test('reloaded by another hand before any question to the runtime socket, HAProxy and the file come together', {
  timeout: 300_000,
}, async () => {
  const questions = await numberOfQuestions()
  for (let at = 0; at < questions; at++) {
    const rig = await begun()
    const { ask, arm } = meddle(at, rig.reload)
    const apply = rig.applierWith(ask)
    await apply(first)
    arm()
    await apply(next)
    await until(`they agree, reloaded at ${at}`, async () => isNext(await rig.held()))
    // What is followed up afterwards does no harm either.
    await apply(next)
    expect((await rig.held()).map(sorted), `reloaded at ${at}`).toEqual(next.map(sorted))
    expect(await rig.read()).toBe(rig.textOf(next))
  }
})

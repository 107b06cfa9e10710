import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type ApplierParts, createApplier } from '../../src/apply/applier.ts'
import { monotonicClock } from '../../src/apply/clock.ts'
import { runCommand } from '../../src/command/run-command.ts'
import type { HaproxyOptions } from '../../src/options.ts'
import { parseServersState } from '../../src/runtime/reported.ts'
import { configText } from '../../src/text/index.ts'
import { type AskSocket, askSocket } from '../../src/verify/ask-socket.ts'
import { parseShowInfo } from '../../src/verify/show-info.ts'
import { applierRig, forever, settingsFor } from '../apply-rig/applier.ts'
import { freePort } from '../rig/free-port.ts'
import { memoryState } from '../rig/memory-state.ts'
import { startHaproxy } from '../rig/proxy.ts'
import { until } from '../rig/until.ts'

export type Hosts = Readonly<Record<string, number>>

// One comes, one goes, one gets another weight, in two backends; all of them are checked.
export const first: readonly Hosts[] = [{ '127.0.0.1': 1, '127.0.0.2': 1 }, { '127.0.0.1': 1 }]
export const next: readonly Hosts[] = [{ '127.0.0.2': 5, '127.0.0.3': 1 }, { '127.0.0.4': 2 }]

/** A real HAProxy that runs with `first`, known to an applier that is about to bring in `next`. */
export async function begun(options: Partial<HaproxyOptions> = {}) {
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
  // A master that is told to reload before it has come up forgets it.
  await until('the master answers', async () => (await askSocket(master, 'show proc', { signal: forever })).includes('worker'))
  const settings = settingsFor(folder, {
    ...{ configFilePath: target, runtimeSocket: stats, masterSocket: master, reloadGapMs: 0 },
    reloadCommand: `kill -USR2 ${running.pid}`,
    ...options,
  })
  const applierWith = (ask: AskSocket, other: Partial<ApplierParts> = {}) => {
    const outside = { run: runCommand, clock: monotonicClock, ask, state: memoryState() }
    const applier = createApplier(settings, { ...parts, ...outside, stateDir: folder, ...other })
    onTestFinished(() => applier.end())
    const bring = (backends: readonly Hosts[]) => applier.apply(configText(textOf(backends)), forever)
    // A master that starts itself anew, as it does when it has come up, loses a signal that comes just then. As core does: once more.
    return (backends: readonly Hosts[]) => bring(backends).catch(() => bring(backends))
  }
  const asked = (question: string) => askSocket(stats, question, { signal: forever })
  const pid = async () => parseShowInfo(await asked('show info'))?.pid
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
    ...{ applierWith, textOf, pid, held, folder, target },
    read: () => readFile(target, 'utf8'),
    async reload() {
      const before = await pid()
      const again = setInterval(() => process.kill(running.pid, 'SIGUSR2'), 2000)
      process.kill(running.pid, 'SIGUSR2')
      await until('another worker serves', async () => (await pid()) !== before)
      clearInterval(again)
    },
  }
}

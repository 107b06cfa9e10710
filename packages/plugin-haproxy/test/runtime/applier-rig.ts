import { readFile, writeFile } from 'node:fs/promises'
import type { ApplierParts } from '../../src/apply/applier.ts'
import type { HaproxyOptions } from '../../src/options.ts'
import { parseServersState } from '../../src/runtime/reported.ts'
import { configText } from '../../src/text/index.ts'
import type { AskSocket } from '../../src/verify/ask-socket.ts'
import { forever } from '../apply-rig/applier.ts'
import { socketPlace } from './socket-place.ts'

export type Hosts = Readonly<Record<string, number>>

// One comes, one goes, one gets another weight, in two backends; all of them are checked.
export const first: readonly Hosts[] = [{ '127.0.0.1': 1, '127.0.0.2': 1 }, { '127.0.0.1': 1 }]
export const next: readonly Hosts[] = [{ '127.0.0.2': 5, '127.0.0.3': 1 }, { '127.0.0.4': 2 }]

/** A real HAProxy that runs with `first`, known to an applier that is about to bring in `next`. */
export async function begun(options: Partial<HaproxyOptions> = {}) {
  const place = await socketPlace()
  const { port, folder, target, stats } = place
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
  const { applierWith, asked, pid, reload } = await place.start(options)
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
    ...{ textOf, pid, held, reload },
    applierWith(ask: AskSocket, other: Partial<ApplierParts> = {}) {
      const applier = applierWith(ask, { stateDir: folder, ...other })
      const bring = (backends: readonly Hosts[]) => applier.apply(configText(textOf(backends)), forever)
      // A master that starts itself anew, as it does when it has come up, loses a signal that comes just then. As core does: once more.
      return (backends: readonly Hosts[]) => bring(backends).catch(() => bring(backends))
    },
    read: () => readFile(target, 'utf8'),
  }
}

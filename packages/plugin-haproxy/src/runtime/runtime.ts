import type { Clock } from '../apply/clock.ts'
import type { ConfigText } from '../text/index.ts'
import type { AskSocket } from '../verify/ask-socket.ts'
import { createClearing } from './clearing.ts'
import { createCommandLine } from './command-line.ts'
import { findChanges } from './find-changes.ts'
import { RuntimeObstacle } from './obstacle.ts'
import { type BackendPlan, commandsFor, isAsWanted, isChecked, planBackend } from './plan-backend.ts'
import { parsePassedChecks, parseServersState, type Reported } from './reported.ts'
import type { Backend } from './servers.ts'

/** Brings servers in and out while HAProxy runs, without a reload. */
export interface Runtime {
  /**
   * Make HAProxy, which runs with one configuration, hold the servers of the next.
   *
   * @throws RuntimeObstacle when a reload is needed; some of it may have been done, which a reload puts right
   */
  bring(running: ConfigText, config: ConfigText, signal: AbortSignal): Promise<void>
  /** Leave HAProxy alone from now on: it is about to be reloaded, or proxym ends. */
  rest(): Promise<void>
}

const pollMs = 20
// A host that does not pass its check until then gets its weight anyway: HAProxy knows by then that it is down.
const checkMs = 10_000

export function createRuntime(socket: string, { ask, clock }: { readonly ask: AskSocket; readonly clock: Clock }): Runtime {
  const line = createCommandLine(ask, socket)
  const clearing = createClearing(line, clock)

  const report = async (backend: string, signal: AbortSignal): Promise<readonly Reported[]> => {
    const reported = parseServersState(await line.ask(`show servers state ${backend}`, signal))
    if (reported === undefined) throw new RuntimeObstacle('state', `HAProxy knows no backend \`${backend}\``)
    return reported
  }

  /** Give those that were added with a check their weight when they have passed it. */
  const awaitChecks = async ({ backend, add }: BackendPlan, signal: AbortSignal): Promise<void> => {
    const waiting = new Map(add.filter(isChecked).map(server => [server.name, server]))
    const deadline = clock.now() + checkMs
    while (waiting.size > 0) {
      const passed = parsePassedChecks(await line.ask(`show stat ${backend} 4 -1`, signal))
      const ready = [...waiting.values()].filter(({ name }) => passed.has(name) || clock.now() >= deadline)
      await line.run(
        ready.map(({ name, weight }) => `set weight ${backend}/${name} ${weight}`),
        signal,
      )
      for (const { name } of ready) waiting.delete(name)
      if (waiting.size > 0) await clock.sleep(pollMs, signal)
    }
  }

  const bringBackend = async (backend: Backend, signal: AbortSignal): Promise<void> => {
    await clearing.keep(
      backend.name,
      backend.servers.map(({ name }) => name),
    )
    // What HAProxy says, not what proxym remembers: it may have been started again, with the file that is on disk by now.
    const plan = planBackend(backend, await report(backend.name, signal))
    await line.run(commandsFor(plan), signal)
    await awaitChecks(plan, signal)
    // New ones first, so that there is always one.
    await line.run(
      plan.drain.map(name => `set server ${backend.name}/${name} state drain`),
      signal,
    )
    if (!isAsWanted(backend, await report(backend.name, signal)))
      throw new RuntimeObstacle('state', `backend \`${backend.name}\``)
    clearing.add(backend.name, [...plan.drain, ...plan.left])
  }

  return {
    async bring(running, config, signal) {
      for (const backend of findChanges(running.pieces, config.pieces)) await bringBackend(backend, signal)
    },
    rest: () => clearing.stop(),
  }
}

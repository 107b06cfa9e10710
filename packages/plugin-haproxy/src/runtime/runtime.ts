import type { Clock } from '../apply/clock.ts'
import type { ConfigText } from '../text/index.ts'
import type { AskSocket } from '../verify/ask-socket.ts'
import { createClearing } from './clearing.ts'
import { createCommandLine } from './command-line.ts'
import { createEntering } from './entering.ts'
import { findChanges } from './find-changes.ts'
import { bringMaps } from './map-commands.ts'
import { createMapNames } from './map-names.ts'
import { wantedMaps } from './maps.ts'
import { RuntimeObstacle } from './obstacle.ts'
import { commandsFor, isAsWanted, isBegun, planBackend } from './plan-backend.ts'
import { parseServersState, type Reported } from './reported.ts'
import type { Backend } from './servers.ts'

/** Brings servers and the rows of maps in and out while HAProxy runs, without a reload. */
export interface Runtime {
  /**
   * Make HAProxy, which runs with one configuration, hold the servers and maps of the next. Servers that wait for their first check, and
   * those that they replace, are followed up afterwards: one host that does not answer must not hold up the changes of others.
   *
   * @throws RuntimeObstacle when a reload is needed; some of it may have been done, which a reload puts right
   */
  bring(running: ConfigText, config: ConfigText, signal: AbortSignal): Promise<void>
  /** Leave HAProxy alone from now on: it is about to be reloaded. */
  rest(): Promise<void>
  /** Do at once what is under way still: nobody will follow it up. */
  end(): Promise<void>
  /** Resolves when HAProxy takes traffic as the last configuration says. */
  settled(): Promise<void>
}

export interface RuntimeParts {
  readonly ask: AskSocket
  readonly clock: Clock
  /** Path of the configuration, beside which its map files stand. */
  readonly target: string
  /** Told when HAProxy came to hold something else afterwards. */
  readonly lost: (error: unknown) => void
}

// The end of proxym waits no longer for the socket.
const endMs = 1000

export function createRuntime(socket: string, { ask, clock, target, lost }: RuntimeParts): Runtime {
  const names = createMapNames(target)
  const line = createCommandLine(ask, socket)
  const clearing = createClearing(line, clock)
  const entering = createEntering(line, clock, lost)

  const report = async (backend: string, signal: AbortSignal): Promise<readonly Reported[]> => {
    const reported = parseServersState(await line.ask(`show servers state ${backend}`, signal))
    if (reported === undefined) throw new RuntimeObstacle('state', `HAProxy knows no backend \`${backend}\``)
    return reported
  }
  const otherwise = ({ name }: Backend) => new RuntimeObstacle('state', `backend \`${name}\``)

  const bringBackend = async (backend: Backend, signal: AbortSignal): Promise<void> => {
    const { name, servers } = backend
    await entering.leave(name)
    await clearing.keep(
      name,
      servers.map(server => server.name),
    )
    // What HAProxy says, not what proxym remembers: it may have been started again, with the file that is on disk by now.
    const plan = planBackend(backend, await report(name, signal))
    await line.run(commandsFor(plan), signal)
    /** New ones first, so that there is always one. */
    const takeOut = async (during: AbortSignal): Promise<void> => {
      await line.run(
        plan.drain.map(server => `set server ${name}/${server} state drain`),
        during,
      )
      if (!isAsWanted(backend, await report(name, during))) throw otherwise(backend)
      clearing.add(name, [...plan.drain, ...plan.left])
    }
    if (plan.waiting.length === 0) return takeOut(signal)
    if (!isBegun(backend, await report(name, signal))) throw otherwise(backend)
    entering.add(name, { waiting: new Map(plan.waiting.map(server => [server.name, server.weight])), over: takeOut })
  }

  return {
    async bring(running, config, signal) {
      const { backends, maps } = findChanges(running.pieces, config.pieces, names)
      // Before anything is done: what needs a reload is not begun.
      const wanted = wantedMaps(maps, config.sideFiles, names)
      for (const backend of backends) await bringBackend(backend, signal)
      await bringMaps(line, wanted, names, signal)
    },
    async rest() {
      await entering.stop()
      await clearing.stop()
    },
    async end() {
      await entering.finish(AbortSignal.timeout(endMs))
      await clearing.stop()
    },
    settled: () => entering.idle(),
  }
}

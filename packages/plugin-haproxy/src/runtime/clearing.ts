import type { Clock } from '../apply/clock.ts'
import { createBackground } from './background.ts'
import type { CommandLine } from './command-line.ts'
import { parseServersConn } from './reported.ts'

/** Takes servers away that get no new traffic any more, when their last connection has ended. */
export interface Clearing {
  /** These are to go. */
  add(backend: string, names: readonly string[]): void
  /** These stay after all. Resolves when nothing is being done to them any more. */
  keep(backend: string, names: readonly string[]): Promise<void>
  /** Stop where it is; what is left takes no traffic, and a reload takes it away. */
  stop(): Promise<void>
}

const pollMs = 50
// For requests under way, then for connections that wait to be used again.
const drainMs = 5000
const mostTries = 40
const retryMs = 250

export function createClearing(line: CommandLine, clock: Clock): Clearing {
  /** `backend/server` of each that is to go, and how often that was tried. */
  const going = new Map<string, { readonly since: number; tries: number; isOut: boolean }>()
  /** What is being done now. */
  let current: Promise<void> = Promise.resolve()

  const step = async (name: string, signal: AbortSignal): Promise<void> => {
    const state = going.get(name)
    if (state === undefined) return
    if (!state.isOut) {
      const [backend = '', server = ''] = name.split('/')
      const connections = parseServersConn(await line.ask(`show servers conn ${backend}`, signal)).get(server) ?? 0
      if (connections > 0 && clock.now() - state.since < drainMs) return
    }
    // A connection that was in use may have come back to the pool since: once more from the start.
    const commands = state.isOut
      ? [`set server ${name} state drain`, `set server ${name} state maint`]
      : [`set server ${name} state maint`]
    if (going.get(name) !== state) return
    await line.run(commands, signal)
    state.isOut = true
    if (going.get(name) !== state) return
    if ((await line.attempt(`del server ${name}`, signal)) || ++state.tries >= mostTries) going.delete(name)
  }

  const run = async (signal: AbortSignal): Promise<void> => {
    while (going.size > 0) {
      for (const name of [...going.keys()]) {
        try {
          const doing = step(name, signal)
          current = doing.catch(() => undefined)
          await doing
        } catch {
          signal.throwIfAborted()
          // HAProxy is away, or was started again: it knows what is in its file.
          going.delete(name)
        }
      }
      if (going.size > 0) await clock.sleep([...going.values()].some(({ isOut }) => isOut) ? retryMs : pollMs, signal)
    }
  }

  const background = createBackground(run, () => going.size > 0)

  return {
    add(backend, names) {
      for (const name of names) {
        const key = `${backend}/${name}`
        if (!going.has(key)) going.set(key, { since: clock.now(), tries: 0, isOut: false })
      }
      if (going.size > 0) background.start()
    },
    async keep(backend, names) {
      for (const name of names) going.delete(`${backend}/${name}`)
      await current
    },
    async stop() {
      going.clear()
      await background.stop()
    },
  }
}

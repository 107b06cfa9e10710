import type { PluginState } from '@proxym/core'
import { z } from 'zod'
import type { Clock } from '../apply/clock.ts'
import type { AskSocket } from '../verify/ask-socket.ts'
import { parseShowInfo } from '../verify/show-info.ts'

/** The process that has loaded what proxym knows of. Another one may have loaded anything: whoever started it chose the moment. */
export interface KnownProcess {
  /** The one that answers now is it. */
  remember(signal: AbortSignal): Promise<void>
  /** Whether any process answers. */
  answers(signal: AbortSignal): Promise<boolean>
  /** `silent`: nothing answers, or nobody knows which one it was. */
  look(signal: AbortSignal): Promise<'same' | 'another' | 'silent'>
}

const format = z.object({ pid: z.number(), startedAtMs: z.number() })
type Known = z.output<typeof format>

// HAProxy counts whole seconds.
const unsureMs = 3000

/** What answers at a socket. Kept over a SIGHUP and no longer, like what is known to be loaded. */
export function createKnownProcess(
  socket: string,
  { ask, clock, state }: { readonly ask: AskSocket; readonly clock: Clock; readonly state: PluginState },
): KnownProcess {
  const key = `process:${socket}`
  const now = async (signal: AbortSignal): Promise<Known | undefined> => {
    const facts = parseShowInfo(await ask(socket, 'show info', { signal }).catch(() => ''))
    signal.throwIfAborted()
    if (facts === undefined || facts.stopping) return undefined
    return { pid: facts.pid, startedAtMs: clock.now() - (facts.uptimeSeconds ?? 0) * 1000 }
  }
  return {
    answers: async signal => (await now(signal)) !== undefined,
    async remember(signal) {
      state.set(key, null)
      const found = await now(signal)
      if (found !== undefined) state.set(key, { ...found })
    },
    async look(signal) {
      const known = format.safeParse(state.get(key)).data
      const found = await now(signal)
      if (known === undefined || found === undefined) return 'silent'
      // In a container the next process has the same number.
      return found.pid === known.pid && found.startedAtMs - known.startedAtMs < unsureMs ? 'same' : 'another'
    },
  }
}

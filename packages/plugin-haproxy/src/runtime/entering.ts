import type { Clock } from '../apply/clock.ts'
import { createBackground } from './background.ts'
import type { CommandLine } from './command-line.ts'
import { parseCheckVerdicts } from './reported.ts'

/** A backend with servers that wait for their first check. */
export interface Entry {
  /** Their weights by their names. */
  readonly waiting: ReadonlyMap<string, number>
  /** Called when they take traffic. What it throws is a failure. */
  readonly over: (signal: AbortSignal) => Promise<void>
}

/**
 * Gives servers that were added with weight 0 their weight as soon as HAProxy knows whether they are well: it takes a new one for well
 * before it has asked. One that is not is left to HAProxy from then on, which knows that it is down.
 */
export interface Entering {
  add(backend: string, entry: Entry): void
  /** Another change of this backend takes over. Resolves when nothing is being done to it any more. */
  leave(backend: string): Promise<void>
  /** Leave all. */
  stop(): Promise<void>
  /** Wait no longer for any check. Never rejects. */
  finish(signal: AbortSignal): Promise<void>
  /** Resolves when nothing waits. */
  idle(): Promise<void>
}

const pollMs = 20
// With an interval that is longer than this nobody waits for the first check.
const mostMs = 60_000

export function createEntering(line: CommandLine, clock: Clock, failed: (error: unknown) => void): Entering {
  const entries = new Map<
    string,
    { readonly waiting: Map<string, number>; readonly over: Entry['over']; readonly until: number }
  >()
  let current: Promise<void> = Promise.resolve()

  /** Give those their weight of which HAProxy knows how they are, or all. */
  const step = async (backend: string, isLast: boolean, signal: AbortSignal): Promise<void> => {
    const entry = entries.get(backend)
    if (entry === undefined) return
    const decided = isLast ? undefined : parseCheckVerdicts(await line.ask(`show stat ${backend} 4 -1`, signal))
    if (entries.get(backend) !== entry) return
    const ready = [...entry.waiting].filter(([name]) => decided === undefined || decided.has(name) || clock.now() >= entry.until)
    await line.run(
      ready.map(([name, weight]) => `set weight ${backend}/${name} ${weight}`),
      signal,
    )
    for (const [name] of ready) entry.waiting.delete(name)
    if (entry.waiting.size > 0 || entries.get(backend) !== entry) return
    entries.delete(backend)
    await entry.over(signal)
  }
  const attempt = (backend: string, isLast: boolean, signal: AbortSignal): Promise<void> => {
    const doing = step(backend, isLast, signal).catch(error => {
      entries.delete(backend)
      if (!signal.aborted) failed(error)
    })
    current = doing
    return doing
  }
  const run = async (signal: AbortSignal): Promise<void> => {
    while (entries.size > 0) {
      for (const backend of [...entries.keys()]) {
        signal.throwIfAborted()
        await attempt(backend, false, signal)
      }
      if (entries.size > 0) await clock.sleep(pollMs, signal)
    }
  }
  const background = createBackground(run, () => entries.size > 0)
  return {
    add(backend, { waiting, over }) {
      entries.set(backend, { waiting: new Map(waiting), over, until: clock.now() + mostMs })
      background.start()
    },
    async leave(backend) {
      entries.delete(backend)
      await current
    },
    async stop() {
      entries.clear()
      await background.stop()
    },
    async finish(signal) {
      await background.stop()
      for (const backend of [...entries.keys()]) await attempt(backend, true, signal)
    },
    idle: background.idle,
  }
}

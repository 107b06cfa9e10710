import { ProxymError } from '@proxym/core'
import type { Clock } from '../apply/clock.ts'
import type { AskSocket } from './ask-socket.ts'
import { loadFailed, notSeen, oddAnswer } from './errors.ts'
import { judgeMaster, judgeProcess, type Verdict } from './judge.ts'
import { parseShowInfo } from './show-info.ts'
import { parseShowProc } from './show-proc.ts'

/** A witness of one reload: made before it, asked after it. */
export interface ReloadWatch {
  /** Resolves when HAProxy runs with the new configuration. @throws ProxymError when it does not, or cannot be asked in time */
  confirm(signal: AbortSignal): Promise<void>
}

export interface WatchReloadParts {
  readonly ask: AskSocket
  readonly clock: Clock
  readonly timeoutMs: number
}

interface Witness<T> {
  readonly socket: string
  readonly question: string
  readonly parse: (answer: string) => T | undefined
  readonly judge: (before: T | undefined, now: T) => Verdict
}

const pollMs = 50

/** Remember what the sockets say before a reload. A socket that does not answer yet is no mistake: HAProxy may not run. */
export async function watchReload(
  sockets: { readonly master?: string | undefined; readonly stats?: string | undefined },
  parts: WatchReloadParts,
  signal: AbortSignal,
): Promise<ReloadWatch> {
  const { master, stats } = sockets
  const watches: ReloadWatch[] = []
  if (master !== undefined) {
    watches.push(
      await witness({ socket: master, question: 'show proc', parse: parseShowProc, judge: judgeMaster }, parts, signal),
    )
  }
  if (stats !== undefined) {
    watches.push(
      await witness({ socket: stats, question: 'show info', parse: parseShowInfo, judge: judgeProcess }, parts, signal),
    )
  }
  return {
    async confirm(confirmSignal) {
      for (const watch of watches) await watch.confirm(confirmSignal)
    },
  }
}

async function witness<T>(
  kind: Witness<T>,
  { ask, clock, timeoutMs }: WatchReloadParts,
  signal: AbortSignal,
): Promise<ReloadWatch> {
  const { socket, question, parse, judge } = kind
  const look = async (lookSignal: AbortSignal): Promise<T> => {
    const answer = await ask(socket, question, { signal: lookSignal })
    const parsed = parse(answer)
    if (parsed === undefined) throw new Error(oddAnswer(question, answer))
    return parsed
  }
  const before = await look(signal).catch(() => undefined)
  signal.throwIfAborted()
  return {
    async confirm(confirmSignal) {
      const deadline = clock.now() + timeoutMs
      for (;;) {
        // Asked while the process changes: refused and half answers are part of a good reload.
        const seen = await look(confirmSignal).then(
          now => ({ verdict: judge(before, now), error: undefined }),
          (error: unknown) => ({ verdict: 'waiting' as const, error }),
        )
        confirmSignal.throwIfAborted()
        if (seen.verdict === 'loaded') return
        if (seen.verdict === 'failed') throw new ProxymError(loadFailed(socket))
        if (clock.now() >= deadline) throw new ProxymError(notSeen(socket, timeoutMs, seen.error))
        await clock.sleep(pollMs, confirmSignal)
      }
    },
  }
}

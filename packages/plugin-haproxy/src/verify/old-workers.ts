import type { Problem } from '@proxym/core'
import type { AskSocket } from './ask-socket.ts'
import { oldWorkersPile } from './errors.ts'
import { parseShowProc, type Worker } from './show-proc.ts'

/** Ask the master how many workers of earlier configurations are left; undefined when it does not say. */
export async function askOldWorkers(ask: AskSocket, master: string, signal: AbortSignal): Promise<readonly Worker[] | undefined> {
  const answer = await ask(master, 'show proc', { signal }).catch(() => undefined)
  signal.throwIfAborted()
  return answer === undefined ? undefined : parseShowProc(answer)?.oldWorkers
}

// Each reload leaves one until its connections end; a few are as it should be.
const most = 5

/** What is to be said about them. */
export function judgeOldWorkers(workers: readonly Worker[], master: string): readonly Problem[] {
  if (workers.length <= most) return []
  const oldest = Math.max(...workers.map(({ uptimeSeconds }) => uptimeSeconds ?? 0))
  return [oldWorkersPile(master, workers.length, oldest)]
}

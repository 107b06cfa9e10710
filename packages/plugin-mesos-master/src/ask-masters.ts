import { ProxymError } from '@proxym/core'
import { type Answer, type Asking, askMaster } from './ask-master.ts'
import { type Failure, failureOf, noMasterAnswers } from './errors.ts'
import { limits } from './limits.ts'

/** One round over the masters. */
export interface Round {
  readonly answer: Answer
  /** Who answered; asked first in the next round. */
  readonly master: string
  /** Those that were asked and did not say. */
  readonly failures: readonly Failure[]
}

/**
 * Ask one master after the other until one names the leader, beginning with `first`. That there is no leader is the answer only when
 * no master that answers knows one.
 *
 * @throws ProxymError `PROXYM_MESOS_NO_ANSWER` when none answers, with the reason of each
 */
export async function askMasters(
  masters: readonly string[],
  first: string | undefined,
  asking: Asking,
  signal: AbortSignal,
  roundMs: number = limits.roundMs,
): Promise<Round> {
  const start = Math.max(0, masters.indexOf(first ?? ''))
  const failures: Failure[] = []
  const perMasterMs = Math.min(limits.masterMs, Math.floor(roundMs / masters.length))
  let none: string | undefined
  for (const master of [...masters.slice(start), ...masters.slice(0, start)]) {
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), perMasterMs)
    try {
      const answer = await askMaster(master, asking, AbortSignal.any([signal, deadline.signal]))
      if (answer !== 'nobody') return { answer, master, failures }
      none ??= master
    } catch (error) {
      signal.throwIfAborted()
      failures.push(failureOf(master, deadline.signal.aborted ? perMasterMs : undefined, error))
    } finally {
      clearTimeout(timer)
    }
  }
  if (none !== undefined) return { answer: 'nobody', master: none, failures }
  throw new ProxymError(noMasterAnswers(failures))
}

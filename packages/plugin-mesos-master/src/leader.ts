import type { HostPort } from './address.ts'
import { askMasters } from './ask-masters.ts'
import type { Client } from './client.ts'
import type { Failure } from './errors.ts'
import { limits } from './limits.ts'
import type { Resolve } from './names.ts'

interface LeaderOptions {
  readonly masters: readonly string[]
  /** An answer that is younger is not asked for again. */
  readonly intervalMs: number
  readonly client: Client
  readonly resolve: Resolve
  readonly signal: AbortSignal
}

/** Who leads the masters, as far as they say. */
export interface Leader {
  /** Who leads, from the last answer when it is fresh enough; undefined when the masters agree that nobody does. Throws while no master answers. */
  current(): Promise<HostPort | undefined>
  /** Ask the masters; whoever asks meanwhile gets the same answer. */
  poll(): Promise<Polled>
  /** The masters that did not say when the last answer came from another one. */
  failures(): readonly Failure[]
}

export interface Polled {
  readonly before: HostPort | undefined
  readonly now: HostPort | undefined
  /** Whether nothing was known before. */
  readonly isFirst: boolean
}

/** Remember the leader between polls; an outage forgets nobody, and an election does so only when it lasts. */
export function createLeader({ masters, intervalMs, client, resolve, signal }: LeaderOptions): Leader {
  const modern = new Set<string>()
  let leader: HostPort | undefined
  let answered: string | undefined
  let answeredAt = Number.NEGATIVE_INFINITY
  let nobodySince: number | undefined
  let failures: readonly Failure[] = []
  let running: Promise<Polled> | undefined

  const ask = async (): Promise<Polled> => {
    const round = await askMasters(masters, answered, { client, resolve, modern, known: leader }, signal)
    const now = performance.now()
    const before = leader
    const isFirst = answered === undefined
    if (round.answer !== 'nobody') {
      leader = round.answer
      nobodySince = undefined
    } else {
      nobodySince ??= now
      if (now - nobodySince >= limits.noLeaderMs) leader = undefined
    }
    answered = round.master
    answeredAt = now
    failures = round.failures
    return { before, now: leader, isFirst }
  }

  const poll = (): Promise<Polled> => {
    running ??= ask().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    poll,
    current: async () => (performance.now() - answeredAt < intervalMs ? leader : (await poll()).now),
    failures: () => failures,
  }
}

import type { Cycle } from '../cycle/cycle.ts'
import type { GeneratorStatus } from '../cycle/generator.ts'
import { redactText } from '../log/redact.ts'

/** How a proxym fares, in a handful of values: cheap enough to ask for every second. Texts hold no secrets. */
export interface Condition {
  /** Whether a cycle has ended. */
  readonly started: boolean
  /** How many the newest snapshot has. */
  readonly services: number
  /** Why nothing is written, one sentence each; empty when the snapshot counts. */
  readonly held: readonly string[]
  /** Sources (`plugin/tap`) whose last good services are used because they failed. */
  readonly stale: readonly string[]
  readonly outputs: readonly {
    /** `plugin/tap`. */
    readonly name: string
    readonly state: GeneratorStatus['state']
    /** Why its last call failed. */
    readonly problem: string | undefined
  }[]
  /** When every output had what last changed, epoch milliseconds. */
  readonly changedAt: number | undefined
  /** Milliseconds since a cycle last ended, or since the start. */
  readonly sinceCycleMs: number
}

/** Sum a cycle up. */
export function describeCondition(cycle: Cycle): Condition {
  const last = cycle.last()
  return {
    started: last !== undefined,
    services: last?.snapshot?.services.length ?? 0,
    held: (last?.held ?? []).map(problem => redactText(problem.message)),
    stale: last?.stale ?? [],
    outputs: [...cycle.generators.values()].map(({ tap, status }) => {
      const { state, problem } = status()
      return { name: tap.id, state, problem: problem === undefined ? undefined : redactText(problem.message) }
    }),
    changedAt: cycle.changedAt(),
    sinceCycleMs: performance.now() - cycle.turnedAt(),
  }
}

import type { z } from 'zod'
import type { Cycle } from '../cycle/cycle.ts'
import type { CycleResult } from '../cycle/cycle-result.ts'
import type { Withheld } from '../cycle/guard/shrink-guard.ts'
import type { StandingProblem } from '../cycle/problem-board.ts'
import type { Watcher } from '../cycle/watcher.ts'
import type { refreshAnswer, statusAnswer } from '../http/answers.ts'
import { redactText } from '../log/redact.ts'
import type { Problem } from '../problem.ts'
import { staleSource } from './errors.ts'

const MOST_PROBLEMS = 1000

interface StatusParts {
  readonly cycle: Cycle
  readonly watchers: readonly Watcher[]
  readonly problems: readonly StandingProblem[]
}

/** Everything that an operator wants to know, as JSON: no secrets, no causes, no stacks. */
export function describeStatus({ cycle, watchers, problems }: StatusParts): z.output<typeof statusAnswer> {
  const last = cycle.last()
  const withheld = new Map(cycle.pipeline.guard.withheld().map(removal => [removal.tap, removal]))
  const shown = problems
    .slice(0, MOST_PROBLEMS)
    .map(problem => ({ tap: problem.tap, since: time(problem.since), ...plainProblem(problem) }))
  return {
    state: last === undefined ? 'starting' : last.held.length > 0 ? 'held' : 'running',
    services: last?.snapshot?.services.length ?? 0,
    cycle: last === undefined ? null : { number: last.number, reasons: [...last.reasons], ms: Math.round(last.ms) },
    held: (last?.held ?? []).map(plainProblem),
    sources: Object.fromEntries(
      [...cycle.pipeline.sources.values()].map(source => {
        const { answeredAt, staleSince, problem, staleKeys, ...rest } = source.status()
        const times = { answeredAt: time(answeredAt), staleSince: time(staleSince) }
        return [
          source.tap.id,
          {
            ...rest,
            staleKeys: [...staleKeys],
            runningMs: Math.round(rest.runningMs ?? 0),
            ...times,
            problem: problem === undefined ? null : plainProblem(problem),
            withheld: plainWithheld(withheld.get(source.tap)),
          },
        ]
      }),
    ),
    generators: Object.fromEntries(
      [...cycle.generators.values()].map(generator => {
        const { appliedAt, problem, note = null, ...rest } = generator.status()
        return [
          generator.tap.id,
          { ...rest, appliedAt: time(appliedAt), note, problem: problem === undefined ? null : plainProblem(problem) },
        ]
      }),
    ),
    watchers: Object.fromEntries(watchers.map(watcher => [watcher.tap.id, { ...watcher.status() }])),
    problems: shown,
    problemCount: problems.length,
  }
}

/** What one cycle came to, for whoever asked for it. */
export function describeRefresh({ generators }: Pick<Cycle, 'generators'>, result: CycleResult): z.output<typeof refreshAnswer> {
  const { number, held, withheld, snapshot, changes, stale, ms } = result
  return {
    cycle: number,
    services: snapshot?.services.length ?? 0,
    added: [...changes.added],
    updated: [...changes.updated],
    removed: [...changes.removed],
    held: held.map(plainProblem),
    withheld: withheld.map(plainProblem),
    stale: [...stale],
    generators: Object.fromEntries([...generators.values()].map(({ tap, status }) => [tap.id, status().state])),
    ms: Math.round(ms),
  }
}

/** Whether every source has answered once and every output has the newest snapshot, what is missing, and which sources are stale. */
export function describeReadiness({ cycle }: Pick<StatusParts, 'cycle'>): {
  readonly ready: boolean
  readonly reasons: readonly string[]
} {
  const last = cycle.last()
  const reasons = last === undefined ? ['the first cycle has not ended'] : last.held.map(problem => redactText(problem.message))
  for (const generator of cycle.generators.values()) {
    const { state, problem } = generator.status()
    if (state !== 'in sync' && reasons.length === 0)
      reasons.push(`\`${generator.tap.id}\` is ${state}${problem === undefined ? '' : `: ${redactText(problem.message)}`}`)
  }
  const ready = reasons.length === 0
  // They serve their last good services, so this is no reason to take the proxy out of service.
  return { ready, reasons: ready ? staleReasons(cycle) : reasons }
}

function staleReasons({ pipeline }: Cycle): readonly string[] {
  const stale = [...pipeline.sources.values()].filter(source => source.status().state === 'stale')
  return stale.map(source => staleSource(source.tap.id, source.hasAnswered(), source.problem()))
}

function plainWithheld(removal: Withheld | undefined) {
  if (removal === undefined) return null
  const { digest, ids, before, dueAt } = removal
  const confirmedInMs = Math.max(0, Math.round(dueAt - performance.now()))
  return { digest, services: ids.slice(0, MOST_PROBLEMS), count: ids.length, of: before, confirmedInMs }
}

function plainProblem({ code, message, hint, where, subject }: Problem) {
  const text = (given: string | undefined): string | null => (given === undefined ? null : redactText(given))
  return { code, message: redactText(message), hint: text(hint), where: text(where), subject: text(subject) }
}

function time(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : new Date(epochMs).toISOString()
}

import type { GeneratorStatus } from '../cycle/generator.ts'
import type { OutputExplanation } from './explanation.ts'
import { isReachable } from './find-route.ts'
import type { Knowledge } from './knowledge.ts'
import { reasonOf } from './reasons.ts'

/** What each output does with a service; what it has against it comes from its own reports. */
export function explainOutputs(id: string, { generators, problems, routed }: Knowledge): readonly OutputExplanation[] {
  const service = routed?.get(id)
  const isRouted = service !== undefined && isReachable(service)
  return [...generators].map(([output, status]) => {
    const own = problems.filter(({ tap, subject }) => tap === output && subject === id).map(problem => reasonOf(problem))
    const whole = status.problem === undefined ? [] : [reasonOf({ ...status.problem, tap: output })]
    const state = stateOf(
      status,
      own.map(({ kind }) => kind),
      isRouted,
    )
    return { output, state, problems: state === 'failing' ? [...own, ...whole] : own }
  })
}

function stateOf({ state }: GeneratorStatus, reports: readonly string[], isRouted: boolean): OutputExplanation['state'] {
  if (reports.includes('quarantined')) return 'quarantined'
  if (!isRouted) return 'does not route to it'
  if (state === 'failing' || state === 'overdue') return 'failing'
  if (state !== 'in sync') return 'not applied yet'
  return reports.length > 0 ? 'carries it with a report' : 'carries it'
}

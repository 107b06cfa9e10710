import type { GeneratorStatus } from '../cycle/generator.ts'
import type { Snapshot } from '../hooks/contract.ts'
import type { Service } from '../service.ts'
import type { OutputExplanation } from './explanation.ts'
import { isReachable } from './find-route.ts'
import type { Knowledge } from './knowledge.ts'
import { reasonOf } from './reasons.ts'

/** What each output does with a service; what it has against it comes from its own reports. */
export function explainOutputs(id: string, { generators, problems, routed }: Knowledge): readonly OutputExplanation[] {
  const service = routed?.get(id)
  return [...generators].map(([output, { status, applied }]) => {
    const own = problems.filter(({ tap, subject }) => tap === output && subject === id).map(problem => reasonOf(problem))
    const whole = status.problem === undefined ? [] : [reasonOf({ ...status.problem, tap: output })]
    const kinds = own.map(({ kind }) => kind)
    const state = stateOf(status, kinds, service, applied)
    return { output, state, problems: state === 'failing' ? [...own, ...whole] : own }
  })
}

function stateOf(
  { state }: GeneratorStatus,
  reports: readonly string[],
  service: Service | undefined,
  applied: Snapshot | undefined,
): OutputExplanation['state'] {
  if (reports.includes('quarantined')) return 'quarantined'
  if (service === undefined || !isReachable(service)) return 'does not route to it'
  // Unchanged services keep their identity: what fails or runs now may be about others.
  if (applied?.services.includes(service)) return reports.length > 0 ? 'carries it with a report' : 'carries it'
  return state === 'failing' || state === 'overdue' ? 'failing' : 'not applied yet'
}

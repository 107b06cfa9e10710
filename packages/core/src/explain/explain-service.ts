import type { Trace } from '../cycle/trace.ts'
import { explainFields } from './explain-fields.ts'
import { explainOutputs } from './explain-outputs.ts'
import type { Giver, OutputExplanation, ServiceExplanation } from './explanation.ts'
import { isReachable } from './find-route.ts'
import type { Knowledge } from './knowledge.ts'
import { reasonsOf } from './reasons.ts'

/** Explain one service that is known, be it valid or not. */
export function explainService(id: string, knowledge: Knowledge): ServiceExplanation {
  const trace = knowledge.trace(id)
  const from = giverOf(id, trace, knowledge)
  const outputs = explainOutputs(id, knowledge)
  return {
    id,
    verdict: verdictOn(id, trace, outputs, knowledge),
    from,
    reasons: reasonsOf(id, trace, from, knowledge),
    fields: explainFields(trace),
    outputs,
  }
}

function giverOf(id: string, { claimants: [owner] }: Trace, { sources, rejections, problems }: Knowledge): Giver | null {
  // Only one that is not valid has to be looked for.
  const rejected = owner === undefined ? rejections().find(({ problem }) => problem.subject === id) : undefined
  const place = owner ?? rejected
  const told = problems.find(({ subject, tap }) => subject === id && sources.has(tap))
  if (place === undefined && told === undefined) return null
  const [source, key] = place === undefined ? [told?.tap ?? '', id] : [place.tap.id, place.key]
  const status = sources.get(source)
  return {
    source,
    key,
    origin: owner?.contribution.origin ?? rejected?.problem.where ?? '',
    state: status === undefined ? 'unknown' : status.staleKeys.includes(key) ? 'stale' : status.state,
  }
}

function verdictOn(
  id: string,
  { shown, settled }: Trace,
  outputs: readonly OutputExplanation[],
  { routed }: Knowledge,
): ServiceExplanation['verdict'] {
  const service = routed?.get(id)
  if (service === undefined || !isReachable(service)) return 'not routed'
  const carrying = outputs.filter(({ state }) => state.startsWith('carries it'))
  if (carrying.length === 0 && outputs.length > 0) return 'held back'
  return carrying.every(({ state }) => state === 'carries it') &&
    carrying.length === outputs.length &&
    shown === settled &&
    service.hosts.length > 0
    ? 'routed'
    : 'partly routed'
}

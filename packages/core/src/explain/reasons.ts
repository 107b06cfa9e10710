import type { StandingProblem } from '../cycle/problem-board.ts'
import type { Trace } from '../cycle/trace.ts'
import type { Problem } from '../problem.ts'
import { keyStale, leftOutBy, noHosts, noRoute, notAnnotatedYet, notAsked } from './errors.ts'
import type { Giver, Reason, ReasonKind } from './explanation.ts'
import { isReachable } from './find-route.ts'
import type { Knowledge } from './knowledge.ts'

const kinds: Readonly<Record<string, ReasonKind>> = {
  PROXYM_SERVICE_INVALID: 'rejected',
  PROXYM_CLAIM_ID: 'lost id',
  PROXYM_CLAIM_LOST: 'lost claim',
  PROXYM_QUARANTINED: 'quarantined',
  PROXYM_QUARANTINE_SEARCH: 'quarantined',
  PROXYM_HELD_SHRINK: 'held by the guard',
}

/** A standing problem as a reason. */
export function reasonOf(problem: Problem & Partial<StandingProblem>, kind?: ReasonKind): Reason {
  const { code, message, hint = '', where = '', tap = 'core/cycle', since } = problem
  return {
    kind: kind ?? kinds[code] ?? 'report',
    ...{ code, message, hint, where, tap },
    since: since === undefined ? null : new Date(since).toISOString(),
  }
}

/** Why a service is not routed, or not as its source gives it. What a single output has against it stands with that output. */
export function reasonsOf(id: string, trace: Trace, from: Giver | null, knowledge: Knowledge): readonly Reason[] {
  const { problems, generators } = knowledge
  const subjects = new Set([id, ...(from === null || from.key === '' ? [] : [from.key])])
  const failedTaps = new Set(trace.steps.filter(({ failure }) => failure !== undefined).map(({ tap }) => tap))
  const told = problems.filter(({ subject, tap }) => subject !== undefined && subjects.has(subject) && !generators.has(tap))
  return [
    ...told.map(problem => reasonOf(problem, failedTaps.has(problem.tap) ? 'annotator failed' : undefined)),
    ...keptByGuard(id, knowledge),
    ...unspoken(id, trace, from),
    ...(from?.state === 'stale' ? [staleness(from, knowledge)] : []),
    ...notWritten(knowledge),
  ]
}

/** Why nothing is written at all. */
export function notWritten({ routed, held }: Knowledge): readonly Reason[] {
  if (routed !== undefined) return []
  return held.length === 0 ? [notAsked] : held.map(problem => reasonOf(problem, 'nothing is written yet'))
}

/** Why what a source says may be old. */
export function staleness({ source, key }: Pick<Giver, 'source' | 'key'>, { sources }: Knowledge): Reason {
  const { problem, staleSince } = sources.get(source) ?? {}
  if (problem === undefined) return keyStale(key, source)
  return reasonOf({ ...problem, tap: source, ...(staleSince === undefined ? {} : { since: staleSince }) }, 'source stale')
}

function keptByGuard(id: string, { withheld, problems }: Knowledge): readonly Reason[] {
  const taps = new Set(withheld.filter(({ ids }) => ids.includes(id)).map(({ tap }) => tap.id))
  return problems.filter(({ tap, code }) => code === 'PROXYM_HELD_SHRINK' && taps.has(tap)).map(problem => reasonOf(problem))
}

/** What no problem tells. */
function unspoken(id: string, { claimants, steps, annotated, settled }: Trace, from: Giver | null): readonly Reason[] {
  if (claimants.length > 0 && annotated === null) {
    const last = steps.findLast(({ output }) => output === null)
    if (last === undefined) return [notAnnotatedYet(id)]
    return last.patch === 'left out' ? [leftOutBy(id, last.tap)] : []
  }
  if (settled === undefined) return []
  const source = from?.source ?? 'core/cycle'
  // One that has lost its routes to others is told so.
  const wanted = annotated ?? settled
  return [...(settled.hosts.length === 0 ? [noHosts(id, source)] : []), ...(isReachable(wanted) ? [] : [noRoute(id, source)])]
}

import { notAnswered } from './errors.ts'
import { explainService } from './explain-service.ts'
import type { Explanation, RouteExplanation, ServiceExplanation } from './explanation.ts'
import { coversPath, findRoute } from './find-route.ts'
import type { Knowledge } from './knowledge.ts'
import { parseQuestion, type Question } from './parse-question.ts'
import { notWritten, staleness } from './reasons.ts'
import { suggest } from './suggest.ts'

const MOST = 20

/**
 * Say what became of a service, or of requests for a domain: asked by an id, by a key of a source (an app, a file), by a domain, or by
 * a domain with a path.
 */
export function explain(text: string, knowledge: Knowledge): Explanation {
  const question = parseQuestion(text)
  const named = idsNamed(question.id, knowledge)
  const route = named.length > 0 ? null : (findRoute(knowledge.routed?.values() ?? [], question) ?? null)
  const ids = named.length > 0 ? named : idsFor(question, route, knowledge)
  const services = ids.slice(0, MOST).map(id => explainService(id, knowledge))
  const found = services.length > 0
  return {
    question: question.id,
    found,
    route,
    services,
    reasons: found ? [] : doubts(knowledge),
    suggestions: found ? [] : suggest(question, knowledge),
  }
}

/** The service with this id, or those of the key with this name; a key without services counts when somebody has reported why. */
function idsNamed(name: string, { trace, idsOfKey, rejections, problems }: Knowledge): readonly string[] {
  const { claimants, shown } = trace(name)
  if (claimants.length > 0 || shown !== undefined) return [name]
  const ids = idsOfKey(name)
  if (ids.length > 0) return ids
  const isTold = problems.some(({ subject }) => subject === name) || rejections().some(({ problem }) => problem.subject === name)
  return isTold ? [name] : []
}

/** Who gets requests for the domain, and who would like to. */
function idsFor(
  { host, path }: Question,
  route: RouteExplanation | null,
  { versions, rejections }: Knowledge,
): readonly string[] {
  const wanting = new Set<string>()
  for (const { id, domains, proxyPath } of versions()) {
    if (domains.includes(host) && (path === '' || coversPath(proxyPath, path))) wanting.add(id)
  }
  const rejected = rejections().filter(({ raw }) => namesHost(raw?.['domains'], host))
  const winner = route === null ? [] : [route.service]
  return [...new Set([...winner, ...[...wanting].sort(), ...rejected.flatMap(({ problem }) => problem.subject ?? [])])]
}

// As it was given: nothing of it has been checked.
function namesHost(domains: unknown, host: string): boolean {
  const list: readonly unknown[] = Array.isArray(domains) ? domains : []
  return list.some(domain => typeof domain === 'string' && domain.toLowerCase().replace(/\.$/, '') === host)
}

/** Why something that is not known may be known soon. */
function doubts(knowledge: Knowledge): ServiceExplanation['reasons'] {
  const sources = [...knowledge.sources].flatMap(([source, { state, problem }]) => {
    if (state === 'fresh') return []
    return [state === 'unknown' && problem === undefined ? notAnswered(source) : staleness({ source, key: '' }, knowledge)]
  })
  return sources.length > 0 ? sources : notWritten(knowledge)
}

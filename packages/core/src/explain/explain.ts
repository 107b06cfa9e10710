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
  const route = findRoute(knowledge.routed?.values() ?? [], question) ?? null
  const named = idsNamed(question.id, knowledge)
  const isDomain = named.length === 0 && (question.host.includes('.') || route?.host === question.host)
  const ids = named.length > 0 ? named : isDomain ? idsFor(question, route, knowledge) : []
  const services = ids.slice(0, MOST).map(id => explainService(id, knowledge))
  const found = services.length > 0
  return {
    question: question.id,
    found,
    route: isDomain ? route : null,
    services,
    reasons: found ? [] : doubts(knowledge),
    suggestions: found ? [] : suggest(question, knowledge),
  }
}

/** The service with this id, or those of the key with this name. */
function idsNamed(name: string, { trace, ids, rejections }: Knowledge): readonly string[] {
  const rejected = [...rejections()]
  const { claimants, shown } = trace(name)
  if (claimants.length > 0 || shown !== undefined || rejected.some(({ problem }) => problem.subject === name)) return [name]
  const valid = [...ids()].filter(id => trace(id).claimants.some(({ key }) => key === name))
  return [...valid, ...rejected.flatMap(({ key, problem }) => (key === name ? (problem.subject ?? []) : []))]
}

/** Who gets requests for the domain, and who would like to. */
function idsFor(question: Question, route: RouteExplanation | null, { ids, trace, rejections }: Knowledge): readonly string[] {
  const wanting = [...ids()].filter(id => {
    const { claimants, annotated, shown } = trace(id)
    const versions = [...claimants.map(({ contribution }) => contribution.service), annotated, shown]
    return versions.some(
      service =>
        service?.domains.includes(question.host) && (question.path === '' || coversPath(service.proxyPath, question.path)),
    )
  })
  const rejected = [...rejections()].filter(({ raw }) => namesHost(raw?.['domains'], question.host))
  return [
    ...new Set([
      ...(route === null ? [] : [route.service]),
      ...wanting.sort(),
      ...rejected.flatMap(({ problem }) => problem.subject ?? []),
    ]),
  ]
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

import { nearest } from '../config/did-you-mean.ts'
import { routesOf } from './find-route.ts'
import type { Knowledge } from './knowledge.ts'
import type { Question } from './parse-question.ts'

const MOST = 5
// Comparing letters costs: beyond that nobody waits for the nearest of all.
const MOST_COMPARED = 5000
const SHORTEST = 4

/** What may have been meant: other paths of the domain, the nearest domain, the nearest id. */
export function suggest({ id, host }: Question, { versions, routed, problems }: Knowledge): readonly string[] {
  const routes = [...routesOf(routed?.values() ?? [])]
  const paths = routes.filter(route => route.host === host).map(({ path }) => `${host}${path}`)
  const domain = nearest(host, new Set(routes.slice(0, MOST_COMPARED).map(route => route.host)))
  const service = nearest(id, new Set([...versions()].slice(0, MOST_COMPARED).map(version => version.id)))
  const subjects = [...new Set(problems.flatMap(({ subject }) => subject ?? []))].slice(0, MOST_COMPARED)
  const part = subjects.find(subject => lettersOf(subject).length >= SHORTEST && lettersOf(id).includes(lettersOf(subject)))
  const near = [domain, service, part, nearest(id, subjects)].filter(
    text => text !== undefined && text !== '' && text !== id && text !== host,
  ) as readonly string[]
  return [...new Set([...paths, ...near])].slice(0, MOST)
}

/** An id of a service is often made of what its app is called, with other signs between. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

import { nearest } from '../config/did-you-mean.ts'
import { routesOf } from './find-route.ts'
import type { Knowledge } from './knowledge.ts'
import type { Question } from './parse-question.ts'

const MOST = 5
// Comparing letters costs: beyond that nobody waits for the nearest of all.
const MOST_COMPARED = 5000

/** What may have been meant: other paths of the domain, the nearest domain, the nearest id. */
export function suggest({ id, host }: Question, { versions, routed }: Knowledge): readonly string[] {
  const routes = [...routesOf(routed?.values() ?? [])]
  const paths = routes.filter(route => route.host === host).map(({ path }) => `${host}${path}`)
  const domain = nearest(host, new Set(routes.slice(0, MOST_COMPARED).map(route => route.host)))
  const service = nearest(id, new Set([...versions()].slice(0, MOST_COMPARED).map(version => version.id)))
  const near = [domain, service].filter(
    text => text !== undefined && text !== '' && text !== id && text !== host,
  ) as readonly string[]
  return [...new Set([...paths, ...near])].slice(0, MOST)
}

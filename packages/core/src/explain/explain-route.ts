import { refusalResponse } from '../http/refusal.ts'
import type { Routes } from '../http/routes.ts'
import { questionOdd } from './errors.ts'
import type { Explanation } from './explanation.ts'

// A host name and a path at their longest.
const MOST = 1500

/** `GET /explain?q=…`: what became of a service or a domain. Answers 200 also when nothing is known of it: then `found` is false. */
export function addExplainRoute(routes: Routes, explain: (question: string) => Explanation): void {
  routes.get('/explain', c => {
    const question = c.req.query('q')?.trim() ?? ''
    if (question === '' || question.length > MOST) return refusalResponse(questionOdd(question.length, MOST))
    return Response.json(explain(question))
  })
}

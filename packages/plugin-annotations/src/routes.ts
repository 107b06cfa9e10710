import { type Problem, parseService, problemsOf, type Routes, readJsonBody } from '@proxym/core'
import { type Annotation, annotationBody } from './annotation.ts'
import type { Annotations } from './create-annotations.ts'
import { badServiceId, noAnnotation } from './errors.ts'

const statuses: Readonly<Record<string, number>> = {
  PROXYM_ANNOTATION_ID: 400,
  PROXYM_ANNOTATION_UNKNOWN: 404,
  PROXYM_ANNOTATION_COUNT: 409,
}

/** `GET /annotations`, and `GET`, `PUT`, `POST` and `DELETE` of one. What changes something needs the token, which core looks at. */
export function addRoutes(routes: Routes, annotations: Annotations, now: () => number, signal: AbortSignal): void {
  const body = annotationBody(now)
  const path = '/annotations/:serviceId'

  const answer = async (work: () => Promise<Response>): Promise<Response> => {
    try {
      return await work()
    } catch (error) {
      const [problem] = problemsOf(error, '')
      if (problem === undefined || problem.code === '') throw error
      return refusal(problem)
    }
  }

  routes.get('/annotations', () =>
    answer(async () => {
      await annotations.load(signal)
      return Response.json(annotations.list().map(([id, annotation]) => itemOf(id, annotation)))
    }),
  )
  routes.get(path, c =>
    answer(async () => {
      await annotations.load(signal)
      const id = c.req.param('serviceId') ?? ''
      const annotation = annotations.get(id)
      return annotation === undefined ? refusal(noAnnotation(id)) : Response.json(itemOf(id, annotation))
    }),
  )
  for (const method of ['put', 'post'] as const) {
    routes[method](path, c =>
      answer(async () => {
        const id = c.req.param('serviceId') ?? ''
        if (!isServiceId(id)) return refusal(badServiceId(id))
        await annotations.set(id, await readJsonBody(c, body), signal)
        return new Response(null, { status: 204 })
      }),
    )
  }
  routes.delete(path, c =>
    answer(async () => {
      const id = c.req.param('serviceId') ?? ''
      return (await annotations.remove(id, signal)) ? new Response(null, { status: 204 }) : refusal(noAnnotation(id))
    }),
  )
}

function itemOf(id: string, annotation: Annotation) {
  return { id, annotation, link: `/annotations/${encodeURIComponent(id)}` }
}

function isServiceId(id: string): boolean {
  return 'service' in parseService({ id }, '', () => undefined)
}

function refusal({ code, message, hint = '' }: Problem): Response {
  return Response.json({ code, message, hint }, { status: statuses[code] ?? 503 })
}

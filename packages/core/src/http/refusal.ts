/** A request that is answered with an error instead of by a handler. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 500 | 503
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The refusal as an answer: JSON with `code`, `message` and `hint`. */
export function refusalResponse({ status, code, message, hint, headers }: Refusal): Response {
  return Response.json({ code, message, hint }, { status, ...(headers === undefined ? {} : { headers }) })
}

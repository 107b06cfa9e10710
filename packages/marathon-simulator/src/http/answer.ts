import type { IncomingMessage } from 'node:http'

/** What a request is answered with. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer in JSON; a string is JSON already. */
export function json(status: number, body: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

/** An error as Marathon gives it. */
export function message(status: number, text: string): Answer {
  return json(status, { message: text })
}

export function text(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain;charset=utf-8', ...headers }, body }
}

/** The first page of what a proxy or a servlet says. */
export function html(status: number, title: string): Answer {
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

/** Where a request wants to go. */
export function urlOf(request: IncomingMessage): URL {
  // Ids begin with a slash, so a path may have two of them: it must not be taken for a host.
  return new URL(`http://simulator${request.url ?? '/'}`)
}

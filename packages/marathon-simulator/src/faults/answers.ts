import type { Fault } from './fault.ts'

type Answer = Extract<Fault, { kind: 'answer' }>

const jsonHeaders = { 'content-type': 'application/json' }

/** Answers that real clusters, and what stands in front of them, give in place of the right one. */
export const answers = {
  /** The login page of a portal: HTML with status 200. */
  loginPage: {
    kind: 'answer',
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><title>Sign in</title><form method="post"><input name="user"></form>',
  },
  /** Status 200 and nothing else. */
  emptyBody: { kind: 'answer', status: 200, headers: jsonHeaders, body: '' },
  /** The message of an error, with status 200. */
  messageOnly: { kind: 'answer', status: 200, headers: jsonHeaders, body: { message: 'Guru Meditation' } },
  /** Basic authentication, and nothing given that is right. */
  unauthorized: {
    kind: 'answer',
    status: 401,
    headers: { ...jsonHeaders, 'www-authenticate': 'Basic realm="Mesosphere"' },
    body: { message: 'Invalid username or password.' },
  },
  forbidden: { kind: 'answer', status: 403, headers: jsonHeaders, body: { message: 'Not Authorized to perform this action!' } },
} as const satisfies Readonly<Record<string, Answer>>

/** Status 200 with JSON that is valid and not what was asked for, e.g. `null`, `[]` or `{"apps":7}`. */
export function wrongShape(body: unknown): Answer {
  return { kind: 'answer', status: 200, headers: jsonHeaders, body: JSON.stringify(body) }
}

/** An error status with Marathon's JSON, e.g. 503; `retryAfter` in seconds or as a date. */
export function failure(status: number, retryAfter?: string): Answer {
  const headers = retryAfter === undefined ? jsonHeaders : { ...jsonHeaders, 'retry-after': retryAfter }
  return { kind: 'answer', status, headers, body: { message: `Simulated failure ${status}` } }
}

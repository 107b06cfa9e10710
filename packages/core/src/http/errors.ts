import { show } from '../config/options/issue-text.ts'
import { messageOf, ProxymError } from '../problem.ts'
import type { Refusal } from './refusal.ts'

const MOST_MISTAKES = 20

const listenHints: Readonly<Record<string, readonly [code: string, message: string, hint: string]>> = {
  EADDRINUSE: [
    'IN_USE',
    'is in use',
    'Is another proxym running? Stop it, or set `listen` (`PROXYM_LISTEN_ADDRESS`) to another port.',
  ],
  EACCES: [
    'DENIED',
    'may not be used by this user',
    'Ports below 1024 need a privilege: set `listen` (`PROXYM_LISTEN_ADDRESS`) to a higher one.',
  ],
}
const otherListenHint = [
  'ADDRESS',
  'cannot be listened on',
  'Set `listen` (`PROXYM_LISTEN_ADDRESS`) to an address of this machine, e.g. `127.0.0.1:5678`.',
] as const

/** The HTTP server cannot have its address. */
export function listenFailed(address: string, cause: unknown): ProxymError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const [code, problem, hint] = listenHints[reason] ?? otherListenHint
  const detail = listenHints[reason] === undefined ? ` (${messageOf(cause)})` : ''
  return new ProxymError({
    code: `PROXYM_LISTEN_${code}`,
    message: `\`${address}\` ${problem}${detail}.`,
    hint,
    where: 'listen',
    cause,
  })
}

/** Two plugins want the same route. */
export const routeTaken = (route: string, owner: string, other: string): ProxymError =>
  new ProxymError({
    code: 'PROXYM_ROUTE_TAKEN',
    message: `\`${route}\` is added by \`${owner}\` and by \`${other}\`.`,
    hint: 'A route has one owner: let one of them use another path.',
  })

/** A route that cannot be. */
export const routeInvalid = (route: string, plugin: string, reason: string): ProxymError =>
  new ProxymError({
    code: 'PROXYM_ROUTE_INVALID',
    message: `\`${route}\` of \`${plugin}\` ${reason}.`,
    hint: "Write e.g. `proxym.http.get('/things', c => c.json([]))`, in `apply`.",
  })

export const hostRefused = (host: string): Refusal => ({
  status: 403,
  code: 'PROXYM_HTTP_HOST',
  message: `The host ${JSON.stringify(host)} is not the address that proxym listens on.`,
  hint: 'Ask by the listen address or by `localhost`.',
})

export const originRefused = (origin: string): Refusal => ({
  status: 403,
  code: 'PROXYM_HTTP_ORIGIN',
  message: `A page of ${JSON.stringify(origin)} may not change anything here.`,
  hint: 'Send the request from a program, without an `Origin` header.',
})

export const tokenRefused: Refusal = {
  status: 401,
  code: 'PROXYM_HTTP_TOKEN',
  message: 'This request changes something and its token is missing or wrong.',
  hint: 'Send `Authorization: Bearer …` with the value of `httpToken` (`PROXYM_HTTP_TOKEN`).',
  headers: { 'www-authenticate': 'Bearer' },
}

export const tokenNeeded: Refusal = {
  status: 403,
  code: 'PROXYM_HTTP_TOKEN_UNSET',
  message: 'Requests that change something are refused, because proxym listens beyond loopback and has no token.',
  hint: 'Set `httpToken` (`PROXYM_HTTP_TOKEN`), or listen on 127.0.0.1.',
}

export const bodyTooLarge = (limit: number): Refusal => ({
  status: 413,
  code: 'PROXYM_HTTP_BODY_SIZE',
  message: `The body is larger than ${limit} bytes.`,
  hint: 'Send less in one request.',
})

export const bodyEncoded = (encoding: string): Refusal => ({
  status: 415,
  code: 'PROXYM_HTTP_ENCODING',
  message: `A body with the encoding ${JSON.stringify(encoding)} is not taken.`,
  hint: 'Send the body uncompressed.',
})

export const bodyType = (type: string): Refusal => ({
  status: 415,
  code: 'PROXYM_HTTP_CONTENT_TYPE',
  message: type === '' ? 'The body has no content type.' : `A body of the type ${show(type)} is not taken.`,
  hint: 'Send JSON in UTF-8, with `Content-Type: application/json`.',
})

export const bodyMalformed = (reason: string): Refusal => ({
  status: 400,
  code: 'PROXYM_HTTP_JSON',
  message: `The body cannot be read: ${reason}.`,
  hint: 'Send JSON in UTF-8, nested at most 64 levels deep.',
})

export const bodyInvalid = (mistakes: readonly string[]): Refusal => ({
  status: 400,
  code: 'PROXYM_HTTP_BODY',
  message: `The body is not what belongs here: ${mistakes.slice(0, MOST_MISTAKES).join('; ')}.`,
  hint: '`/openapi.json` says what does.',
})

export const noRoute = (path: string): Refusal => ({
  status: 404,
  code: 'PROXYM_HTTP_NOT_FOUND',
  message: `There is nothing at \`${path}\`.`,
  hint: '`/status` says what runs here.',
})

export const wrongMethod = (method: string, allow: string): Refusal => ({
  status: 405,
  code: 'PROXYM_HTTP_METHOD',
  message: `\`${method}\` is not possible here.`,
  hint: `Use ${allow}.`,
  headers: { allow },
})

export const requestBroken: Refusal = {
  status: 400,
  code: 'PROXYM_HTTP_REQUEST',
  message: 'The request could not be read.',
  hint: 'Send it again, whole.',
}

export const handlerFailed: Refusal = {
  status: 500,
  code: 'PROXYM_HTTP_FAILED',
  message: 'proxym could not answer this request.',
  hint: 'The log of proxym says why.',
}

export const starting: Refusal = {
  status: 503,
  code: 'PROXYM_HTTP_STARTING',
  message: 'proxym is starting.',
  hint: 'Ask again in a moment.',
}

import { createSign } from 'node:crypto'
import { messageOf, ProxymError } from '@proxym/core'
import type { Dispatcher } from 'undici'
import { limits } from '../limits.ts'
import type { ServiceAccount } from '../options/credentials.ts'
import { serverProblem } from './errors.ts'
import { readBody } from './read-body.ts'

/** A token and when it ends, epoch milliseconds. */
export interface DcosToken {
  readonly token: string
  readonly endsAt: number
}

/** Characters of a login answer. */
const loginBytes = 65_536
const minute = 60_000

/**
 * Log a DC/OS service account in.
 *
 * @throws ProxymError `PROXYM_MARATHON_AUTH`; never with the key or a token in it
 */
export async function dcosLogin(
  { uid, privateKey, loginEndpoint }: ServiceAccount,
  dispatcher: Dispatcher,
  signal: AbortSignal,
  now: () => number = Date.now,
): Promise<DcosToken> {
  const { origin, pathname, search } = new URL(loginEndpoint)
  const where = origin + pathname
  const fail = (reason: string): ProxymError => new ProxymError(serverProblem.login(where, reason))
  const seconds = Math.floor(now() / 1000)
  const proof = signToken({ uid, exp: seconds + 60 }, privateKey, fail)
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin,
      path: pathname + search,
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ uid, token: proof, exp: seconds + 3600 }),
      signal,
      bodyTimeout: 0,
    })
    const text = await readBody(body, String(headers['content-encoding'] ?? ''), where, loginBytes)
    if (statusCode !== 200) throw fail(`status ${statusCode}`)
    const token = tokenIn(text) ?? cookieIn(headers['set-cookie'])
    if (token === undefined) throw fail('the answer has no token')
    return { token, endsAt: endOf(token) ?? now() + 60 * minute }
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof ProxymError ? error : fail(messageOf(error))
  }
}

/** Whether a token should be renewed by now. */
export function isEnding({ endsAt }: DcosToken, now: number): boolean {
  return now >= endsAt - limits.renewMs
}

function signToken(claims: object, privateKey: string, fail: (reason: string) => ProxymError): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`
  try {
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`
  } catch {
    throw fail('the private key cannot sign')
  }
}

function tokenIn(text: string): string | undefined {
  try {
    const { token } = JSON.parse(text) as { readonly token?: unknown }
    return isToken(token) ? token : undefined
  } catch {
    return undefined
  }
}

function cookieIn(cookies: string | readonly string[] | undefined): string | undefined {
  for (const cookie of [cookies ?? []].flat()) {
    const token = /^dcos-acs-auth-cookie=([^;]+)/.exec(cookie)?.[1]
    if (isToken(token)) return token
  }
  return undefined
}

// It becomes part of a header.
const isToken = (value: unknown): value is string => typeof value === 'string' && /^[!-~]{1,16384}$/.test(value)

function endOf(token: string): number | undefined {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { readonly exp?: unknown }
    return typeof exp === 'number' ? exp * 1000 : undefined
  } catch {
    return undefined
  }
}

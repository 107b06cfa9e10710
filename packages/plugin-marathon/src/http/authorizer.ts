import type { Dispatcher } from 'undici'
import { basicAuthorization, type Server } from '../options/server.ts'
import type { FilledOptions } from '../options.ts'
import { type DcosToken, dcosLogin, isEnding } from './dcos-login.ts'

/** Knows what to say to a server about who asks. */
export interface Authorizer {
  /** The `Authorization` for a server; logs in first when that is needed. */
  authorize(server: Server, signal: AbortSignal): Promise<string | undefined>
  /** A server refused what it was told. Returns whether asking again can help: a new login may. */
  refused(authorization: string | undefined): boolean
}

/** Make the authorizer of one configuration. */
export function createAuthorizer(auth: FilledOptions['auth'], dispatcher: Dispatcher, now: () => number = Date.now): Authorizer {
  let token: DcosToken | undefined
  let login: Promise<DcosToken> | undefined
  const account = auth?.serviceAccount
  const fixed =
    auth?.username !== undefined && auth.password !== undefined
      ? basicAuthorization(auth.username, auth.password)
      : auth?.token === undefined
        ? undefined
        : `token=${auth.token}`

  const freshToken = async (signal: AbortSignal): Promise<DcosToken> => {
    if (token !== undefined && !isEnding(token, now())) return token
    if (account === undefined) throw new TypeError('no service account')
    // All that wait share one login; who asked first decides how long it may take.
    login ??= dcosLogin(account, dispatcher, signal, now).finally(() => {
      login = undefined
    })
    token = await login
    return token
  }
  return {
    async authorize(server, signal) {
      if (server.authorization !== undefined) return server.authorization
      return account === undefined ? fixed : `token=${(await freshToken(signal)).token}`
    },
    refused(authorization) {
      if (account === undefined) return false
      // Another request may have renewed it meanwhile.
      if (token !== undefined && authorization === `token=${token.token}`) token = undefined
      return true
    },
  }
}

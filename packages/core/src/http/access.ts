import { createHash, timingSafeEqual } from 'node:crypto'
import { tokenNeeded, tokenRefused } from './errors.ts'
import type { Refusal } from './refusal.ts'

/** Who may use a route that changes something: the bearer of the token, or without a token whoever is on this machine. */
export interface AccessRules {
  readonly token: string | undefined
  readonly loopback: boolean
}

/** Why a changing request may not be, from its `Authorization` header. */
export function refuseAccess(authorization: string | undefined, { token, loopback }: AccessRules): Refusal | undefined {
  if (token === undefined) return loopback ? undefined : tokenNeeded
  const given = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? ''
  return isEqual(given, token) ? undefined : tokenRefused
}

/** Compares in a time that says nothing about where the texts differ, nor about their lengths. */
function isEqual(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(wanted))
}

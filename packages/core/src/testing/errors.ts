import { nearest } from '../config/did-you-mean.ts'
import { nameList } from '../config/errors.ts'
import type { Problem } from '../problem.ts'

const code = 'PROXYM_TESTING'

export const timeIsReal: Problem = {
  code,
  message: '`advance` needs virtual time, and this test proxym runs in real time',
  hint: 'Write `createTestProxym(plugin, { virtualTime: true })`.',
}

export const timeInUse: Problem = {
  code,
  message: 'virtual time is in use by another test proxym of this process',
  hint: 'Stop that one first: `await proxym.stop()`.',
}

export const nothingSettles = (minutes: number): Problem => ({
  code,
  message: `${minutes} minutes of virtual time have passed, and what is waited for has not come`,
  hint: 'A tap waits for something that no timer brings: give it a fake, or use real time.',
})

export function tapUnknown(id: string, ids: readonly string[]): Problem {
  const near = nearest(id, ids)
  const hint = near === undefined ? `There are ${nameList(ids, 'and') || 'none'}.` : `Did you mean \`${near}\`?`
  return { code, message: `there is no tap \`${id}\``, hint }
}

export const injected = (id: string): Error => new Error(`injected into ${id}`)

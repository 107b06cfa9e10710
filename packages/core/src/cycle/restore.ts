import type { JsonValue } from '../service.ts'
import { WHOLE } from './batch.ts'
import { createBreathe } from './breathe.ts'
import { checkKey, EMPTY, type Suggest } from './key-contents.ts'
import type { SourceKeys } from './source-keys.ts'

/** What a source last reported, by key, as it gave it. */
export type RawAnswer = readonly (readonly [key: string, services: readonly JsonValue[]])[]

/** Put an earlier answer into a source, checked like a new one. Returns whether it was given by key. */
export async function restoreAnswer(answer: RawAnswer, keys: SourceKeys, source: string, suggest: Suggest): Promise<boolean> {
  const breathe = createBreathe()
  for (const [key, services] of answer) keys.replace(key, await checkKey(services, EMPTY, source, suggest, breathe))
  return answer.some(([key]) => key !== WHOLE)
}

import { ProxymError, type Service } from '@proxym/core'
import type { Refusal } from '../apply/refusal.ts'
import type { Syntax } from '../lint/index.ts'
import type { Verdict } from './search.ts'
import { suspectsOf } from './suspects.ts'

/** There is no text for some services: as good a reason to look for a guilty one as a text that is refused. */
export class RenderFailed extends ProxymError {}

/** What a refused text says about the services in it. */
export function verdictOn({ complaints, text, problem }: Refusal, services: readonly Service[], syntax: Syntax): Verdict {
  const words = complaints.map(complaint => complaint.words).join('\n')
  return { ...suspectsOf(complaints, text, services, syntax), words: words === '' ? problem.message : words }
}

/** A rendering that failed points at nobody. */
export function verdictOnRendering({ message }: RenderFailed): Verdict {
  return { strong: new Map(), weak: new Map(), words: message }
}

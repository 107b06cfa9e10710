import type { Problem } from '@proxym/core'
import { environmentUses } from './environment.ts'
import { foreignEnvironment } from './errors.ts'
import { haproxyWords } from './haproxy-words.ts'

/** Whether a use of the environment (`${NAME}`, as written) stood in the template before any data reached it. */
export type OwnEnvironment = (use: string) => boolean

/** Where HAProxy would read a variable that nobody meant it to read. Comments read nothing. */
export function foreignEnvironments(text: string, isOwn: OwnEnvironment): readonly Problem[] {
  if (environmentUses(text).every(isOwn)) return []
  return text.split('\n').flatMap((line, index) =>
    environmentUses(line).length === 0
      ? []
      : environmentUses(haproxyWords(line).words.join(' '))
          .filter(use => !isOwn(use))
          .map(use => foreignEnvironment(use, index + 1)),
  )
}

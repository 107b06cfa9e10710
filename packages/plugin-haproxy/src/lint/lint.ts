import type { Problem } from '@proxym/core'
import { controlCharacter } from './control-characters.ts'
import { environmentUses } from './environment.ts'
import { controlCharacterIn, emptyFile, foreignEnvironment } from './errors.ts'
import { lintHaproxy } from './lint-haproxy.ts'
import { lintNginx } from './lint-nginx.ts'
import type { Syntax } from './syntax.ts'

/** Whether a use of the environment (`${NAME}`, as written) stood in the template before any data reached it. */
export type OwnEnvironment = (use: string) => boolean

/** Everything that makes a rendered file unusable, whatever the proxy's own check says. */
export function lint(text: string, syntax: Syntax, isOwn: OwnEnvironment): readonly Problem[] {
  if (text.trim() === '') return [emptyFile()]
  const control = controlCharacter(text)
  const problems: Problem[] = control === undefined ? [] : [controlCharacterIn(control)]
  // nginx has no environment in its language: `${name}` is one of its own variables.
  if (syntax !== 'nginx' && environmentUses(text).some(use => !isOwn(use))) {
    text.split('\n').forEach((line, index) => {
      for (const use of environmentUses(line)) if (!isOwn(use)) problems.push(foreignEnvironment(use, index + 1))
    })
  }
  if (syntax === 'haproxy') problems.push(...lintHaproxy(text))
  if (syntax === 'nginx') problems.push(...lintNginx(text))
  return problems
}

import type { Problem } from '@proxym/core'
import { controlCharacter } from './control-characters.ts'
import { controlCharacterIn, emptyFile } from './errors.ts'
import { foreignEnvironments, type OwnEnvironment } from './foreign-environment.ts'
import { lintHaproxy } from './lint-haproxy.ts'
import { lintNginx } from './lint-nginx.ts'
import type { Syntax } from './syntax.ts'

/** Everything that makes a rendered file unusable, whatever the proxy's own check says. */
export function lint(text: string, syntax: Syntax, isOwn: OwnEnvironment): readonly Problem[] {
  if (text.trim() === '') return [emptyFile()]
  const control = controlCharacter(text)
  const problems: Problem[] = control === undefined ? [] : [controlCharacterIn(control)]
  if (syntax === 'haproxy') problems.push(...foreignEnvironments(text, isOwn), ...lintHaproxy(text))
  if (syntax === 'nginx') problems.push(...lintNginx(text))
  return problems
}

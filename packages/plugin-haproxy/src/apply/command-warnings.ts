import { checkMode, hasOldPlaceholder } from '../command/substitute.ts'
import { commandWarnings as texts } from './errors.ts'
import type { ApplySettings } from './settings.ts'

/** What an operator should know about the commands before anything goes wrong. */
export function commandWarnings({ checkCommand, target }: ApplySettings): readonly string[] {
  if (checkCommand === undefined) return [texts.noCheck]
  if (hasOldPlaceholder(checkCommand, target)) return [texts.oldPlaceholder(checkCommand)]
  return checkMode(checkCommand, target) === 'in place' ? [texts.inPlace(checkCommand)] : []
}

import type { Problem } from '../../problem.ts'
import { nearest } from '../did-you-mean.ts'
import type { PlacedProblem } from '../file/excerpt.ts'
import { show } from '../options/issue-text.ts'

/** `text` is undefined for a secret. */
export function envInvalid(variable: string, requirement: string, text: string | undefined): PlacedProblem {
  const got = text === undefined ? '' : `, got ${show(text)}`
  const hint = 'Correct the variable, or unset it.'
  return { code: 'PROXYM_ENV_INVALID', message: `\`${variable}\` ${requirement}${got}`, hint }
}

export function envMissing(variable: string, plugin: string, enabledBy: string): PlacedProblem {
  const hint = `Set it; ${enabledBy} enables \`${plugin}\`, which cannot work without.`
  return { code: 'PROXYM_ENV_MISSING', message: `\`${variable}\` is required and not set`, hint }
}

export function oldName(variable: string, wanted: string): Problem {
  return { code: 'PROXYM_ENV_UNKNOWN', message: `\`${variable}\` is an old name`, hint: `Use \`${wanted}\`.` }
}

export function envUnknown(variable: string, known: readonly string[]): Problem {
  // The prefix is common to all, and would make everything look near.
  const near = nearest(
    variable.slice('PROXYM_'.length),
    known.map(name => name.slice('PROXYM_'.length)),
  )
  const hint = near === undefined ? 'Remove it.' : `Did you mean \`PROXYM_${near}\`?`
  return { code: 'PROXYM_ENV_UNKNOWN', message: `\`${variable}\` is not used: there is no such variable`, hint }
}

export function envApiGone(variable: string): Problem {
  const message = `\`${variable}\` is not used: the HTTP API is part of proxym and always there`
  return { code: 'PROXYM_ENV_UNKNOWN', message, hint: 'Did you mean `PROXYM_LISTEN_ADDRESS`?' }
}

export function envNotEnabled(variable: string, plugin: string, enabled: string, rightName: string | undefined): Problem {
  const renamed = rightName === undefined ? '' : `, and call this one \`${rightName}\``
  const hint = `Set \`${enabled}=1\`, or list \`${plugin}\` in \`plugins\`${renamed}.`
  return { code: 'PROXYM_ENV_UNUSED', message: `\`${variable}\` is not used: the plugin \`${plugin}\` is not enabled`, hint }
}

export function envMadeAlready(variable: string, plugin: string, where: string): Problem {
  const message = `\`${variable}\` is not used: \`${plugin}\` takes no variables, because it is made already or declares none`
  return { code: 'PROXYM_ENV_UNUSED', message, hint: 'List it by its name to set its options by variables.', where }
}

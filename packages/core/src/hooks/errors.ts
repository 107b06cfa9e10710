import type { Problem } from '../problem.ts'
import { shown } from '../rules/rule-error.ts'
import type { HookName } from './tap-record.ts'

export function invalidTap(plugin: string, hook: HookName, given: unknown, fn: unknown): Problem {
  const what =
    typeof fn === 'function' ? `a tap without a name (got ${shown(given)})` : `a tap without a function (got ${typeof fn})`
  return {
    code: 'PROXYM_PLUGIN_TAP',
    message: `\`${plugin}\` gave \`hooks.${hook}\` ${what}`,
    hint: `Write e.g. hooks.${hook}.tapPromise('purpose', async (…) => { … }).`,
  }
}

export function lateTap(id: string, hook: HookName): Problem {
  return {
    code: 'PROXYM_PLUGIN_TAP',
    message: `\`${id}\` taps \`hooks.${hook}\` after \`apply\` has returned`,
    hint: 'Tap every hook inside `apply`, before it returns; a tap cannot be added to a running proxym.',
  }
}

export function duplicateTap(id: string, hook: HookName): Problem {
  return {
    code: 'PROXYM_PLUGIN_TAP',
    message: `\`${id}\` taps \`hooks.${hook}\` twice`,
    hint: 'Give each tap of a plugin its own name: it says the purpose.',
  }
}

export function tapTimedOut(id: string, hook: HookName, afterMs: number): Problem {
  return {
    code: 'PROXYM_TAP_TIMEOUT',
    message: `\`${id}\` (${hook}) did not finish within ${afterMs} ms`,
    hint: 'It was told to stop through its signal; pass the signal on to everything that waits.',
  }
}

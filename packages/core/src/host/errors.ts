import { messageOf, type Problem, problemsOf } from '../problem.ts'

/** A plugin's `apply` threw: its own problems when it gave some. */
export function applyFailed(plugin: string, error: unknown): readonly Problem[] {
  return problemsOf(error, 'PROXYM_PLUGIN_APPLY').map(problem =>
    problem.code === 'PROXYM_PLUGIN_APPLY'
      ? {
          ...problem,
          message: `\`apply\` of plugin \`${plugin}\` failed: ${problem.message}`,
          hint: 'Update or remove the plugin, or tell its author.',
        }
      : problem,
  )
}

export const asyncApply = (plugin: string): Problem => ({
  code: 'PROXYM_PLUGIN_APPLY',
  message: `\`apply\` of plugin \`${plugin}\` returned a promise`,
  hint: '`apply` only taps hooks and adds routes; do everything that waits inside a tap.',
})

export const unhandled = (tap: string, error: unknown): Problem => ({
  code: 'PROXYM_UNHANDLED',
  message: `\`${tap}\` left an error that nobody caught: ${messageOf(error)}`,
  hint: 'Await every promise inside the tap.',
})

/** A source whose last good services are in use. */
export const staleSource = (tap: string, hasAnswered: boolean, problem: Problem | undefined): string =>
  `\`${tap}\` ${hasAnswered ? 'is stale' : 'has not answered since the start'}, its last good services are used${problem === undefined ? '' : `: ${problem.message}`}`

import type { Problem } from '../problem.ts'
import type { Place, PlacedProblem } from './file/excerpt.ts'

export const configInvalid = 'PROXYM_CONFIG_INVALID'

/** Names in backticks, the last one joined by a word. */
export function nameList(names: readonly string[], word = 'or'): string {
  const quoted = names.map(name => `\`${name}\``)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${word} ${quoted.at(-1)}`
}

export function noPlugins(place: Place): PlacedProblem {
  const hint = "List at least one source and one output, e.g. `plugins: ['file', 'haproxy']` with their options."
  return { code: configInvalid, message: '`plugins` names no plugin, so there is nothing to do', hint, ...place }
}

export function listenInvalid(subject: string, got: string, place?: Place): PlacedProblem {
  const message = `\`${subject}\` must be host:port, :port or [IPv6]:port, got ${got}`
  return {
    code: subject.startsWith('PROXYM_') ? 'PROXYM_ENV_INVALID' : configInvalid,
    message,
    hint: 'Write e.g. "127.0.0.1:5678".',
    ...place,
  }
}

export function logFormatInvalid(problem: Problem, place?: Place): PlacedProblem {
  return { ...problem, ...place }
}

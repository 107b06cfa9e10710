import type { Problem } from '@proxym/core'

/** What became of a change that the check command refused. */
export type Instead = 'last good version' | 'left out' | 'not removed'

const outcomes: Readonly<Record<Instead, string>> = {
  'last good version': 'its last good version stays in the file',
  'left out': 'it is left out, since no version of it was ever loaded',
  'not removed': 'it stays in the file',
}

export const quarantined = (id: string, words: string, instead: Instead, minutes: number): Problem => ({
  code: 'PROXYM_QUARANTINED',
  message: `service \`${id}\` is in quarantine: the file with its ${instead === 'not removed' ? 'removal' : 'present version'} is refused; ${outcomes[instead]}. The refusal:\n${words.length > 1500 ? `${words.slice(0, 1500)}…` : words}`,
  hint: `Correct the service where it is described, its \`config\` first. It is tried again when it changes, and every ${minutes} minutes.`,
  subject: id,
})

export const undecided = (ids: readonly string[], base: 'known' | 'unknown'): Problem => ({
  code: 'PROXYM_QUARANTINE_SEARCH',
  message: `some of ${ids.length} changed services are refused, and it is not known yet which: ${ids
    .slice(0, 5)
    .map(id => `\`${id}\``)
    .join(', ')}${ids.length > 5 ? ', …' : ''}; ${
    base === 'known' ? 'they keep their last good version meanwhile' : 'nothing is written before that is known'
  }`,
  hint: 'The search goes on by itself.',
})

/** Asks core for the next call while a search is not over. */
export const searchGoesOn = 'search for refused services goes on'

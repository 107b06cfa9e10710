import type { Problem } from '@proxym/core'
import { limits } from '../limits.ts'

/** Callbacks that cannot be had. */
export const callbackProblem = {
  noUrl: (listen: string): Problem => ({
    code: 'PROXYM_MARATHON_CALLBACK_URL',
    message: `Marathon cannot call back to \`${listen}\``,
    hint: 'Set `callbackUrl` to a URL under which Marathon reaches proxym, or `listen` to such an address.',
    where: 'callbackUrl',
  }),
  refused: (where: string, status: number): Problem => ({
    code: 'PROXYM_MARATHON_CALLBACK',
    message: `\`${where}\` takes no callback subscription (status ${status})`,
    hint: 'Start Marathon with `--event_subscriber http_callback`; until then it is asked regularly.',
    where,
  }),
  lost: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_CALLBACK',
    message: `\`${where}\` does not keep the callback subscription`,
    hint: 'It is registered again.',
    where,
  }),
}

/** Why an event stream ended or never began. */
export const streamProblem = {
  none: (where: string, status: number): Problem => ({
    code: 'PROXYM_MARATHON_NO_STREAM',
    message: `\`${where}\` has no event stream (status ${status})`,
    hint: 'Marathon before 0.9 has none; callbacks are tried instead.',
    where,
  }),
  contentType: (where: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `\`${where}\` did not answer with an event stream but with ${given === '' ? 'no content type' : JSON.stringify(given.slice(0, 80))}`,
    hint: 'Something else than Marathon answers there.',
    where,
  }),
  ended: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `the event stream of \`${where}\` ended`,
    where,
  }),
  silent: (where: string, forMs: number): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `the event stream of \`${where}\` was silent for ${forMs} ms`,
    where,
  }),
  notAttached: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `the event stream of \`${where}\` was opened but never attached`,
    hint: 'A standby of an old version may do so; another server is tried.',
    where,
  }),
  longLine: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_STREAM',
    message: `the event stream of \`${where}\` sent an event of more than ${limits.eventBytes / 2 ** 20} MiB`,
    where,
  }),
}

import type { Refusal } from '../http/refusal.ts'
import type { Reason, ReasonKind } from './explanation.ts'

/** What nobody reports as a problem, and yet explains why a service is not as it should be. */
const made = (kind: ReasonKind, code: string, tap: string, message: string, hint: string): Reason => ({
  ...{ kind, code, message, hint, tap },
  where: '',
  since: null,
})

export const leftOutBy = (id: string, tap: string): Reason =>
  made('left out', 'PROXYM_LEFT_OUT', tap, `\`${tap}\` leaves \`${id}\` out`, `Ask whoever runs the plugin of \`${tap}\` why.`)

export const notAnnotatedYet = (id: string): Reason =>
  made(
    'not annotated yet',
    'PROXYM_NOT_ANNOTATED',
    'core/cycle',
    `the annotators have not answered for \`${id}\` yet`,
    'Ask again in a moment.',
  )

export const noHosts = (id: string, source: string): Reason =>
  made(
    'no hosts',
    'PROXYM_NO_HOSTS',
    source,
    `\`${id}\` has no hosts, so nobody answers what is routed to it`,
    'Look whether it runs, and whether its source counts what runs as healthy.',
  )

export const noRoute = (id: string, source: string): Reason =>
  made(
    'no route',
    'PROXYM_NO_ROUTE',
    source,
    `\`${id}\` has neither a domain nor a path nor a port of its own, so nothing leads to it`,
    'Give it `domains`, or a `servicePort`.',
  )

export const keyStale = (key: string, source: string): Reason =>
  made(
    'source stale',
    'PROXYM_SOURCE_STALE',
    source,
    `\`${source}\` has not answered${key === '' ? '' : ` for \`${key}\``} lately; its last good services are used`,
    'It is asked again by itself; /status says what is wrong with it.',
  )

export const notAnswered = (source: string): Reason =>
  made('source stale', 'PROXYM_SOURCE_UNKNOWN', source, `\`${source}\` has not answered yet`, 'Ask again when it has.')

export const notAsked: Reason = made(
  'nothing is written yet',
  'PROXYM_STARTING',
  'core/cycle',
  'the first cycle has not ended',
  'Ask again in a moment.',
)

export const questionOdd = (length: number, most: number): Refusal => ({
  status: 400,
  code: 'PROXYM_EXPLAIN_QUESTION',
  message: length === 0 ? '`q` is missing.' : `\`q\` has ${length} characters, at most ${most} are taken.`,
  hint: 'Ask for a domain or a service, e.g. `/explain?q=shop.example.com`.',
})

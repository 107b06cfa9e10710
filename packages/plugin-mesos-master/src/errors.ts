import { messageOf, type Problem } from '@proxym/core'

/** What is wrong with an option. */
export const optionTexts = {
  domain: '`domain` must be a host name. Write e.g. "mesos.example.com".',
  masters: '`masters` must be a list of masters. Write e.g. ["10.0.0.1:5050", "10.0.0.2:5050"].',
  master: 'must be `ip:port` or an http(s) URL without a user. Write e.g. "10.0.0.1:5050" or "https://mesos.example.com/mesos".',
}

const quoted = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)

/** Why a reply of a master cannot be used; what was asked for stands before it. */
export const unusable = {
  status: (status: number): string =>
    status === 401 || status === 403 ? `asks for a user (status ${status})` : `answered with status ${status}`,
  location: (location: string | undefined): string =>
    location === undefined ? 'redirected to nowhere' : `redirected to ${quoted(location)}, which is no master`,
  pid: (pid: string): string => `named ${quoted(pid)} as the leader, which has no address and port`,
  name: (host: string): string => `named \`${host}\` as the leader, which cannot be resolved`,
  state: 'answered with something that is no state of a master',
}

/** One master that did not say who leads. */
export interface Failure {
  readonly master: string
  /** What was wrong; "no answer within …" when it was given up. */
  readonly reason: string
  readonly cause: unknown
}

/** What went wrong with a master. `afterMs`: it was given up. */
export function failureOf(master: string, afterMs: number | undefined, cause: unknown): Failure {
  return { master, reason: afterMs === undefined ? reasonOf(cause) : `no answer within ${afterMs} ms`, cause }
}

/** One master that fails while another one answers. */
export const masterFailed = ({ master, reason, cause }: Failure): Problem => ({
  code: 'PROXYM_MESOS_MASTER',
  message: `the Mesos master \`${master}\` did not say who leads: ${reason}`,
  hint: 'The others are asked; correct `masters` when it is gone for good.',
  subject: master,
  cause,
})

/** None of them answers. */
export const noMasterAnswers = (failures: readonly Failure[]): Problem => ({
  code: 'PROXYM_MESOS_NO_ANSWER',
  message: `no Mesos master says who leads: ${failures.map(({ master, reason }) => `\`${master}\`: ${reason}`).join('; ')}`,
  hint: 'A leader that is known is kept; check that the masters run and that `masters` names them.',
  cause: failures[0]?.cause,
})

// undici wraps what the system said, and an aggregate has no message of its own.
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof AggregateError) return cause.errors.map(messageOf).join(', ')
  return messageOf(cause)
}

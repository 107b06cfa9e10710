import { messageOf, type Problem } from '@proxym/core'
import { limits } from '../limits.ts'

/** What is wrong with the answer of one server; `where` is its address without user and password. */
export const serverProblem = {
  /** Several servers were asked, and none had a good answer. */
  none: (problems: readonly Problem[]): Problem => {
    const [first] = problems
    const messages = [...new Set(problems.map(({ message }) => message))]
    return {
      code: first?.code ?? 'PROXYM_MARATHON_UNREACHABLE',
      message: messages.join('; '),
      ...(first?.hint === undefined ? {} : { hint: first.hint }),
      cause: first?.cause,
    }
  },
  unreachable(where: string, error: unknown): Problem {
    const text = messageOf(error)
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const more = code === '' || text.includes(code) ? '' : ` (${code})`
    return {
      code: 'PROXYM_MARATHON_UNREACHABLE',
      message: `no answer from \`${where}\`: ${text}${more}`,
      hint: 'Check the address, that Marathon runs, and the network between.',
      where,
      cause: error,
    }
  },
  timeout: (where: string, afterMs: number): Problem => ({
    code: 'PROXYM_MARATHON_TIMEOUT',
    message: `\`${where}\` did not answer completely within ${afterMs} ms`,
    hint: 'Look at the load of Marathon, or raise `requestTimeoutMs`.',
    where,
  }),
  readTimeout: (afterMs: number): Problem => ({
    code: 'PROXYM_MARATHON_TIMEOUT',
    message: `reading from Marathon took longer than ${afterMs} ms`,
    hint: 'Look at the load of Marathon and the network between, or raise `readTimeoutMs` together with `timeoutMs` of proxym.',
  }),
  status: (where: string, status: number): Problem => ({
    code: 'PROXYM_MARATHON_STATUS',
    message: `\`${where}\` answered with status ${status}`,
    hint:
      status === 404
        ? 'Check the path prefix of the server.'
        : status >= 500
          ? 'Mostly there is no leader at the moment; it is asked again.'
          : 'Look at the log of Marathon.',
    where,
  }),
  refused: (where: string, status: number): Problem => ({
    code: 'PROXYM_MARATHON_AUTH',
    message: `\`${where}\` refused the credentials (status ${status})`,
    hint: 'Set or correct `auth`.',
    where,
  }),
  // A time, not a duration: the message must stay the same while it holds.
  wait: (where: string, until: number): Problem => ({
    code: 'PROXYM_MARATHON_BUSY',
    message: `\`${where}\` asked not to be asked again before ${new Date(until).toISOString()}`,
    hint: 'It is asked again by itself after that.',
    where,
  }),
  redirect: (where: string, target: string): Problem => ({
    code: 'PROXYM_MARATHON_REDIRECT',
    message: `\`${where}\` redirects to ${JSON.stringify(target.slice(0, 200))}, which is not among \`servers\``,
    hint: 'List every Marathon instance in `servers`, as it calls itself.',
    where,
  }),
  redirectLoop: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_REDIRECT',
    message: `\`${where}\` redirects more than ${limits.redirects} times`,
    hint: 'Look at the leader election of Marathon, and at proxies before it.',
    where,
  }),
  contentType: (where: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_CONTENT_TYPE',
    message: `\`${where}\` did not answer with JSON but with ${given === '' ? 'no content type' : JSON.stringify(given.slice(0, 80))}`,
    hint: 'Something else than Marathon answers there, a login page perhaps.',
    where,
  }),
  encoding: (where: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_CONTENT_TYPE',
    message: `\`${where}\` answered in the encoding ${JSON.stringify(given.slice(0, 40))}, which was not asked for`,
    hint: 'Correct the proxy before Marathon.',
    where,
  }),
  tooLarge: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_TOO_LARGE',
    message: `\`${where}\` answered with more than ${limits.bodyBytes / 2 ** 20} MiB`,
    hint: 'That is no list of apps or tasks; look at what answers there.',
    where,
  }),
  empty: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_JSON',
    message: `\`${where}\` answered with an empty body`,
    hint: 'An old standby does so when its leader does not answer; it is asked again.',
    where,
  }),
  json: (where: string, error: unknown): Problem => ({
    code: 'PROXYM_MARATHON_JSON',
    message: `\`${where}\` did not answer with valid JSON`,
    hint: 'The answer is cut off, or something else than Marathon answers there.',
    where,
    cause: error,
  }),
  shape: (where: string, wanted: string, given: string): Problem => ({
    code: 'PROXYM_MARATHON_SHAPE',
    message: `\`${where}\` must answer with ${wanted}, got ${given}`,
    hint: 'Something else than Marathon answers there, or it reports an error with a good status.',
    where,
  }),
  leaderChanged: (where: string): Problem => ({
    code: 'PROXYM_MARATHON_LEADER',
    message: `the leader changed while \`${where}\` was read`,
    hint: 'It is read again by itself.',
    where,
  }),
  login: (where: string, reason: string): Problem => ({
    code: 'PROXYM_MARATHON_AUTH',
    message: `the DC/OS login at \`${where}\` failed: ${reason}`,
    hint: 'Check `auth.serviceAccount` and that the account exists.',
    where,
  }),
}

/** What a value is, for a message. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value !== 'object') return typeof value === 'string' ? 'a text' : `a ${typeof value}`
  const { message } = value as { readonly message?: unknown }
  if (typeof message === 'string') return `the message ${JSON.stringify(message.slice(0, 200))}`
  const keys = Object.keys(value)
  return keys.length === 0
    ? 'an empty object'
    : `an object with ${keys
        .slice(0, 5)
        .map(key => `\`${key.slice(0, 40)}\``)
        .join(', ')}`
}

import { messageOf, type Problem } from '@proxym/core'

export const noAnswer = (timeoutMs: number) => `no whole answer within ${timeoutMs / 1000} s`
export const answerTooLong = (bytes: number) => `the answer is longer than ${bytes} bytes`
export const oddAnswer = (question: string, answer: string) =>
  `\`${question}\` was answered with ${JSON.stringify(answer.trim().slice(0, 80))}`

const code = 'PROXYM_VERIFY_FAILED'

/** The master says that the new configuration did not load. */
export const loadFailed = (socket: string): Problem => ({
  code,
  message: `HAProxy did not load the new configuration: the master socket \`${socket}\` counts a failed reload; the old worker goes on serving`,
  hint: "HAProxy's log says why (`Loading failure!`); a port that is taken passes `haproxy -c`.",
})

/** Old workers do not end. The number is not in the message: it would be another problem each time. */
export const oldWorkersPile = (socket: string, count: number, oldestSeconds: number): Problem => ({
  code: 'PROXYM_OLD_WORKERS',
  message: `HAProxy has ${count > 10 ? 'more than 10' : 'more than 5'} old workers, the oldest ${ageOf(oldestSeconds)} old (\`show proc\` at \`${socket}\`): each keeps the memory of a whole configuration until its last connection ends`,
  hint: 'Bound their life with `hard-stop-after` in `global`, or make reloads rarer with `reloadGapMs`.',
})

function ageOf(seconds: number): string {
  if (seconds >= 3600) return 'hours'
  return seconds >= 60 ? 'minutes' : 'seconds'
}

/** The time is over and no new process was seen. */
export const notSeen = (socket: string, timeoutMs: number, error: unknown): Problem => ({
  code,
  message:
    error === undefined
      ? `the reload command succeeded, but \`${socket}\` shows no new process after ${timeoutMs / 1000} s`
      : `the reload command succeeded, but \`${socket}\` cannot be asked: ${messageOf(error)}`,
  hint:
    error === undefined
      ? 'Does `reloadCommand` reach the HAProxy of this socket?'
      : 'Check the path, that HAProxy runs, and that the user of proxym may open the socket.',
  ...(error === undefined ? {} : { cause: error }),
})

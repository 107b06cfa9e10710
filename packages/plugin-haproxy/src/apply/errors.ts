import { messageOf, type Problem } from '@proxym/core'
import { describeEnd, lastWords } from '../command/describe-end.ts'
import type { CommandResult } from '../command/run-command.ts'

/** A sentence for the log at start about a command that works less well than it could. */
export const commandWarnings = {
  noCheck: 'No `checkCommand` is set: a wrong configuration is found only by the proxy itself. Write e.g. "haproxy -c -f %s".',
  inPlace: (command: string) =>
    `The check command \`${command}\` names neither \`%s\` nor the target: it runs after the file was replaced, and the old one is put back when it fails. Write \`%s\` where the path belongs.`,
  oldPlaceholder: (command: string) => `The check command \`${command}\` has \`%%s\`, which is taken for \`%s\`. Write \`%s\`.`,
} as const

/** Another hand changed the target since proxym wrote it. */
export const drifted = (target: string, vanished: boolean) =>
  `\`${target}\` was ${vanished ? 'removed' : 'changed'} by another hand; it is put right`

/** Another hand changed the target between its replacement and the end of the reload. */
export const changedWhileLoading = (target: string): Problem => ({
  code: 'PROXYM_TARGET_CHANGED',
  message: `\`${target}\` was changed by another hand while the proxy loaded it: nobody knows which of the two it runs with`,
  hint: 'It is written and loaded again by itself. Find out what else writes this file.',
  where: target,
})

/** Other hosts went live before the check of their file, which did not approve of it. */
export const notApproved = (target: string, isRefusal: boolean) =>
  isRefusal
    ? `The hosts that \`${target}\` brought in are taken out again: the check command refuses the file`
    : `The check of \`${target}\`, whose hosts are live already, came to no end: it is repeated`

/** The folder's entry could not be made durable; only a power cut can show it. */
export const folderNotSynced = (target: string) => `\`${target}\` is in its place, but its folder could not be synced to disk`

export type FailedCommand = {
  readonly command: string
  readonly result: CommandResult
  readonly target: string
}

/** The check command refused a text. `outcome` says what became of the target. */
export function checkFailed(failed: FailedCommand, outcome: string, line: string | undefined): Problem {
  const advice = line === undefined ? '' : ` (${line})`
  return commandProblem('PROXYM_CHECK_FAILED', `the check command refused the new configuration${advice}; ${outcome}`, failed)
}

export const reloadFailed = (failed: FailedCommand): Problem =>
  commandProblem('PROXYM_RELOAD_FAILED', 'the reload command failed; the new file is in place but not loaded', failed)

export const verifyFailed = (failed: FailedCommand): Problem =>
  commandProblem('PROXYM_VERIFY_FAILED', 'the verify command says that the new configuration is not loaded', failed)

export const unchanged = 'the live file is unchanged'
export const putBack = 'the old file was put back'
export const removedAgain = 'the new file was removed again'
export const notPutBack = (reason: string) => `the old file could not be put back: ${reason}`
export const wasThere = 'the file was there already, so it is left'

/** A text that was only tried stays in place. */
export const trialNotTakenBack = (target: string, error: unknown): Problem => ({
  code: 'PROXYM_WRITE_FAILED',
  message: `\`${target}\` holds a configuration that was only tried, and what it held before could not be put back: ${messageOf(error)}`,
  where: target,
  cause: error,
})

/** Other processes listen where the new text wants to. */
export const portTaken = (target: string, words: readonly string[]): Problem => ({
  code: 'PROXYM_PORT_TAKEN',
  message: `the new configuration cannot be loaded: ${words.join('; ')}; the live file is unchanged`,
  hint: 'End that process, or give the service another `listenPort`. It is tried again by itself.',
  where: target,
})

/** The text failed to load again and again, and the last loaded one is back. */
export const rolledBack = (target: string, why: readonly Problem[]): Problem => ({
  code: 'PROXYM_ROLLED_BACK',
  message: `the new configuration failed to load three times: ${wordsOf(why)}\n\`${target}\` holds the last loaded configuration again, and the proxy runs with it`,
  hint: 'Correct what the message names. Another configuration is tried at once, this one again after a SIGHUP or a restart of proxym.',
  where: target,
})

/** Neither the new text nor the last loaded one can be loaded. */
export const nothingLoads = (target: string, why: readonly Problem[]): Problem => ({
  code: 'PROXYM_PROXY_AWAY',
  message: `the new configuration failed to load three times, and so does the last loaded one, which \`${target}\` holds again: ${wordsOf(why)}`,
  hint: 'Look after the proxy itself. Once it loads its last configuration, the new one is tried again.',
  where: target,
})

/** The last loaded text passes its check no more. */
export const predecessorRefused = ({ message, ...problem }: Problem): Problem => ({
  ...problem,
  message: `the last loaded configuration cannot be put back: ${message}`,
})

export const lastLoadedNotKept = (target: string) =>
  `The last loaded configuration of \`${target}\` cannot be kept in the state folder: after a restart there is nothing to roll back to`

const wordsOf = (problems: readonly Problem[]) => problems.map(({ message }) => message).join('\n')

function commandProblem(code: string, message: string, { command, result, target }: FailedCommand): Problem {
  const words = lastWords(result.output)
  return {
    code,
    message: `${message}: \`${command}\`: ${describeEnd(result.end)}${words === '' ? ', without a word' : `:\n${words}`}`,
    where: target,
    ...(result.end.kind === 'not started' ? { cause: result.end.error } : {}),
  }
}

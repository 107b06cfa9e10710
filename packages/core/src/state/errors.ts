import { messageOf, type Problem, ProxymError } from '../problem.ts'

/** The state folder cannot be made or written; proxym goes on without. */
export const stateDirProblem = (path: string, cause: unknown): Problem => ({
  code: 'PROXYM_STATE_DIR',
  message: `state folder \`${path}\` cannot be written (${messageOf(cause)}); state is kept in memory only.`,
  hint: 'Make the folder writable for the user that runs proxym, or name another one with `PROXYM_STATE_DIR`.',
  where: path,
  cause,
})

/** Another proxym, or another holder in this process, has the target. */
export const locked = (target: string): ProxymError =>
  new ProxymError({
    code: 'PROXYM_LOCKED',
    message: `\`${target}\` is in use by another proxym.`,
    hint: 'Stop the other one, or give this one other targets and another state folder (`PROXYM_STATE_DIR`).',
    where: target,
  })

/** The lock could not be taken for a reason of the system. */
export const lockFailed = (target: string, cause: unknown): ProxymError =>
  new ProxymError({
    code: 'PROXYM_LOCK_FAILED',
    message: `\`${target}\` could not be locked: ${messageOf(cause)}.`,
    hint: 'Without the lock two instances could write the same target. Look at the limits of the process and at its temporary folder.',
    where: target,
    cause,
  })

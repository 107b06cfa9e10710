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

const named = 3

/** Some state files are left out. */
export const stateNotUsed = (folder: string, unused: readonly string[]): Problem => ({
  code: 'PROXYM_STATE_UNUSED',
  message: `some of the state in \`${folder}\` is not used: ${unused.slice(0, named).join(', ')}${unused.length > named ? ` and ${unused.length - named} more` : ''}.`,
  hint: 'Nothing is lost in the outputs. These files are replaced when there is something new to keep; remove them, or give them to the user that runs proxym, when this comes again.',
  where: folder,
})

/** Others could have put anything into the folder. */
export const stateNotTrusted = (folder: string, { uid, mode }: { readonly uid: number; readonly mode: number }): Problem => ({
  code: 'PROXYM_STATE_UNTRUSTED',
  message: `state in \`${folder}\` is neither read nor written: the folder belongs to user ${uid} and has the mode ${(mode & 0o7777).toString(8)}, so others can change it.`,
  hint: 'Give the folder to the user that runs proxym, with the mode 700.',
  where: folder,
})

/** State could not be written; proxym goes on. */
export const stateNotWritten = (folder: string, cause: unknown): Problem => ({
  code: 'PROXYM_STATE_WRITE',
  message: `state cannot be written to \`${folder}\`: ${messageOf(cause)}. Until it can, a start while a source is down does not know its newest services.`,
  hint: 'Make room, or make the folder writable for the user that runs proxym.',
  cause,
})

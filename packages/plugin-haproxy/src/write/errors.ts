import { dirname } from 'node:path'
import type { Problem } from '@proxym/core'
import { describeIoError } from './describe-io-error.ts'

/** Why a staged text is not trusted: it is shorter or other than what was written. */
export const shortWrite = 'the disk holds something else than what was written'

/** The new text could not be written or put in its place. */
export function notWritten(target: string, error: unknown): Problem {
  const { reason, hint } = describeIoError(error, target)
  return {
    code: 'PROXYM_WRITE_FAILED',
    message: `\`${target}\` cannot be written: ${reason}; it is unchanged`,
    ...(hint === undefined ? {} : { hint }),
    where: target,
    cause: error,
  }
}

/** The target or its folder cannot be read. */
export function unreadable(target: string, error: unknown): Problem {
  const { reason, hint } = describeIoError(error, target)
  return {
    code: 'PROXYM_TARGET_UNREADABLE',
    message: `\`${target}\` cannot be read: ${reason}; it is left as it is`,
    ...(hint === undefined ? {} : { hint }),
    where: target,
    cause: error,
  }
}

export const folderMissing = (target: string, error: unknown): Problem => ({
  code: 'PROXYM_TARGET_FOLDER',
  message: `the folder \`${dirname(target)}\` of \`configFilePath\` does not exist`,
  hint: 'Create it, or correct `configFilePath`.',
  where: target,
  cause: error,
})

export const notAFile = (target: string): Problem => ({
  code: 'PROXYM_TARGET_NOT_A_FILE',
  message: `\`${target}\` is not a regular file`,
  hint: 'Set `configFilePath` to the file that the proxy reads.',
  where: target,
})

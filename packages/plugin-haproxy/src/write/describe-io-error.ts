import { dirname } from 'node:path'
import { messageOf } from '@proxym/core'
import { errorCode } from './io.ts'

/** What a failed file operation means to an operator, and what to do about it. */
export function describeIoError(error: unknown, target: string): { readonly reason: string; readonly hint?: string } {
  const folder = `\`${dirname(target)}\``
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { reason: 'the disk is full', hint: `Make room in ${folder}.` }
    case 'EACCES':
    case 'EPERM':
      return {
        reason: 'permission denied',
        hint: `The user that runs proxym must be able to write in the folder ${folder} (a new file takes the place of the old one) and to give the file its present owner.`,
      }
    case 'EROFS':
      return { reason: 'the file system is read-only', hint: `Mount ${folder} writable, or set another \`configFilePath\`.` }
    case 'EBUSY':
    case 'EXDEV':
      return {
        reason: 'a new file cannot take its place (it is a mount point)',
        hint: `Mount the folder ${folder}, not the single file.`,
      }
    case 'ENOENT':
      return { reason: 'its folder vanished', hint: `Create ${folder} again.` }
    case 'EMFILE':
    case 'ENFILE':
      return { reason: 'too many open files', hint: 'Raise the limit (`ulimit -n`, `LimitNOFILE=`).' }
    default:
      return { reason: messageOf(error) }
  }
}

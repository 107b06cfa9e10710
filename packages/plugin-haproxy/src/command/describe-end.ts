import { stripVTControlCharacters } from 'node:util'
import { messageOf } from '@proxym/core'
import type { CommandEnd } from './run-command.ts'

/** How a command ended, in words: `exit code 1`. */
export function describeEnd(end: CommandEnd): string {
  switch (end.kind) {
    case 'exit':
      return `exit code ${end.code}${knownCodes[end.code] ?? ''}`
    case 'signal':
      return `killed by ${end.signal}`
    case 'timeout':
      return `still running after ${end.timeoutMs / 1000} s and stopped`
    case 'aborted':
      return 'stopped because proxym stops or gave up on this call'
    case 'not started':
      return `not started: ${messageOf(end.error)}`
  }
}

const knownCodes: Readonly<Record<number, string>> = { 126: ', not executable', 127: ', not found' }

/**
 * The last words of a command, at most 1,500 characters from the start of a line where possible: without control characters, and without
 * the process ids that HAProxy puts into each line, so that the same mistake has the same words every time.
 */
export function lastWords(output: string, limit = 1500): string {
  const clean = stripVTControlCharacters(output)
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/^(\[[A-Z]+\]) *\(\d+\) *:/gm, '$1')
    .trim()
  if (clean.length <= limit) return clean
  const tail = clean.slice(-limit)
  const line = tail.indexOf('\n')
  return `… ${line >= 0 && line < limit / 2 ? tail.slice(line + 1) : tail}`
}

import { describeProblem, problemsOf, type ServiceBatch, type ServiceInput } from '@proxym/core'
import type { FolderReader } from '../src/read-folder.ts'

/** What one call of the source delivered: ids by key, or the error that a key was kept with; `none` after `add()`. */
export type Recorded = Readonly<Record<string, readonly string[] | string>> | 'none'

/** Call a folder reader as core does, and show what it delivers. */
export async function callReader(
  read: FolderReader,
  keys?: readonly string[],
  signal = new AbortController().signal,
): Promise<Recorded> {
  const answer: Record<string, readonly string[] | string> = {}
  let none = false
  const batch: ServiceBatch = {
    add: (...services) => {
      none = services.length === 0
    },
    set: (key, services) => {
      answer[key] = [...services].map(({ id }: ServiceInput) => id)
    },
    keep: (key, error) => {
      answer[key] = problemsOf(error, 'PROXYM_UNEXPECTED').map(describeProblem).join('\n')
    },
  }
  await read(batch, { keys, signal })
  return none ? 'none' : answer
}

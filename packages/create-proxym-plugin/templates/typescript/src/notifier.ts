import { setTimeout } from 'node:timers/promises'
import type { Notifier } from '@proxym/core'

/** Asks for a refresh every so many milliseconds. */
export function notifier(everyMs: number) {
  return async ({ refresh, signal }: Notifier): Promise<void> => {
    while (!signal.aborted) {
      await setTimeout(everyMs, undefined, { signal })
      refresh('time has passed')
    }
  }
}

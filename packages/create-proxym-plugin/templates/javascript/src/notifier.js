import { setTimeout } from 'node:timers/promises'

/**
 * Asks for a refresh every so many milliseconds.
 *
 * @param {number} everyMs
 */
export function notifier(everyMs) {
  /** @type {(notifier: import('@proxym/core').Notifier) => Promise<void>} */
  return async ({ refresh, signal }) => {
    while (!signal.aborted) {
      await setTimeout(everyMs, undefined, { signal })
      refresh('time has passed')
    }
  }
}

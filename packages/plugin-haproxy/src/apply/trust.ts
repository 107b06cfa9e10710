import { isOnlyHosts } from '../runtime/only-hosts.ts'
import type { ConfigText } from '../text/index.ts'
import type { Clock } from './clock.ts'

/** What is known by the check command: of the text that passed last, and no other. */
export interface Trust {
  /** It has passed. */
  passed(config: ConfigText): void
  /** Whether this is the one that passed last. */
  has(hash: string): boolean
  /**
   * A text that went live before its check was not approved: none does any more, until one has passed; after a refusal not for ten minutes,
   * since whoever is guilty is tried again when it changes, and by then.
   */
  doubt(isRefusal: boolean): void
  isDoubted(): boolean
  /** Whether a text has other hosts than the one that has passed, and nothing else. */
  isLikeOneThatPassed(config: ConfigText): boolean
}

const cautiousMs = 10 * 60_000

export function createTrust(clock: Pick<Clock, 'now'>): Trust {
  let last: ConfigText | undefined
  let doubted = false
  let refusedAt = Number.NEGATIVE_INFINITY
  const has = (hash: string) => last?.hash === hash
  return {
    passed(config) {
      last = config
      doubted = false
    },
    has,
    doubt(isRefusal) {
      doubted = true
      if (isRefusal) refusedAt = clock.now()
    },
    isDoubted: () => doubted,
    isLikeOneThatPassed(config) {
      if (doubted || clock.now() - refusedAt < cautiousMs) return false
      return last !== undefined && !has(config.hash) && isOnlyHosts(last.pieces, config.pieces)
    },
  }
}

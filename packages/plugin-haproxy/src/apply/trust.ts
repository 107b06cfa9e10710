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
  /** What was compared with that: the same text is asked about more than once. */
  let compared: { readonly config: ConfigText; readonly isAlike: boolean } | undefined
  let doubted = false
  let refusedAt = Number.NEGATIVE_INFINITY
  const has = (hash: string) => last?.hash === hash
  return {
    passed(config) {
      last = config
      compared = undefined
      doubted = false
    },
    has,
    doubt(isRefusal) {
      doubted = true
      if (isRefusal) refusedAt = clock.now()
    },
    isDoubted: () => doubted,
    isLikeOneThatPassed(config) {
      if (last === undefined || doubted || clock.now() - refusedAt < cautiousMs || has(config.hash)) return false
      if (compared?.config !== config) compared = { config, isAlike: isOnlyHosts(last.pieces, config.pieces) }
      return compared.isAlike
    },
  }
}

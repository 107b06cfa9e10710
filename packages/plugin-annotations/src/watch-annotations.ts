import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '@proxym/core'
import type { AnnotationStore } from './annotation-store.ts'
import type { Annotations } from './create-annotations.ts'

// A clock that is set does not wake a timer: look again before long, whatever the clock said.
const LONGEST_MS = 60_000
const AGAIN_MS = 5000

interface WatchParts {
  readonly annotations: Annotations
  readonly store: AnnotationStore
  readonly now: () => number
  /** Resolves when the next expiry may be an earlier one. */
  readonly changed: () => Promise<void>
  readonly failed: (reason: string) => void
  readonly signal: AbortSignal
}

/** Follow what others change, and let annotations expire, until the signal aborts. Rejects when following fails. */
export async function watchAnnotations({ annotations, store, now, changed, failed, signal }: WatchParts): Promise<void> {
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  const following = store.follow(annotations.replace, both)
  const expiring = async (): Promise<void> => {
    while (!both.aborted) {
      const wakened = changed()
      const again = await annotations.expire().then(
        () => LONGEST_MS,
        error => {
          failed(messageOf(error))
          return AGAIN_MS
        },
      )
      const left = (annotations.nextExpiry() ?? Number.POSITIVE_INFINITY) - now()
      const timer = new AbortController()
      const rest = delay(Math.min(again, Math.max(left, 0)), undefined, { signal: AbortSignal.any([both, timer.signal]) })
      await Promise.race([rest, wakened]).catch(() => {})
      timer.abort()
      await rest.catch(() => {})
    }
  }
  try {
    await Promise.all([following, expiring()])
  } finally {
    stop.abort()
  }
}

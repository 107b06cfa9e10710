import { asTap } from '../hooks/current-tap.ts'

interface SchedulerOptions {
  readonly debounceMs: number
  readonly maxWaitMs: number
  /** One cycle, first asked for at `askedAt` (monotonic milliseconds). Never rejects. */
  readonly run: (reasons: readonly string[], askedAt: number) => Promise<void>
  readonly requested?: (coalesced: boolean) => void
}

const MOST_REASONS = 50

/**
 * Decide when cycles run: one at a time, at most one more pending. When all is quiet a request starts one at once;
 * those that follow are gathered until `debounceMs` of quiet, at most `maxWaitMs`.
 */
export function createScheduler({ debounceMs, maxWaitMs, run, requested }: SchedulerOptions) {
  const reasons = new Map<string, number>()
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let firstAt: number | undefined
  let lastAt = Number.NEGATIVE_INFINITY
  let startedAt = Number.NEGATIVE_INFINITY
  let earliestAt = Number.NEGATIVE_INFINITY
  let stopped = false

  const start = (): void => {
    clearTimeout(timer)
    timer = undefined
    // A cycle belongs to no tap, whoever asked for it.
    const given = [...reasons].map(([reason, times]) => (times === 1 ? reason : `${reason} x${times}`))
    reasons.clear()
    startedAt = performance.now()
    const askedAt = firstAt ?? startedAt
    firstAt = undefined
    earliestAt = Number.NEGATIVE_INFINITY
    running = asTap(undefined, () => run(given, askedAt)).then(() => {
      running = undefined
      if (firstAt !== undefined) plan()
    })
  }

  const plan = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (running !== undefined || stopped || firstAt === undefined) return
    const now = performance.now()
    const at = Math.max(Math.min(lastAt + debounceMs, firstAt + maxWaitMs), earliestAt)
    if (at <= now) start()
    else timer = asTap(undefined, () => setTimeout(start, at - now))
  }

  return {
    /** Ask for a cycle, no earlier than `afterMs` since the last one started. */
    request(reason: string, afterMs = 0): void {
      if (stopped) return
      requested?.(firstAt !== undefined)
      const now = performance.now()
      const quiet = running === undefined && firstAt === undefined && now - Math.max(lastAt, startedAt) >= debounceMs
      if (reasons.size < MOST_REASONS || reasons.has(reason)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
      if (firstAt === undefined) earliestAt = startedAt + afterMs
      else earliestAt = Math.min(earliestAt, startedAt + afterMs)
      firstAt ??= now
      lastAt = quiet && afterMs === 0 ? Number.NEGATIVE_INFINITY : now
      plan()
      lastAt = now
    },
    isRunning: (): boolean => running !== undefined,
    /** Resolves when nothing runs. */
    idle: (): Promise<void> => running ?? Promise.resolve(),
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

import type { GenerateCall, Preview, Snapshot } from '../hooks/contract.ts'
import { asTap } from '../hooks/current-tap.ts'
import { deadlineOf } from '../hooks/policy.ts'
import { runTap } from '../hooks/run-tap.ts'
import type { TapRecord } from '../hooks/tap-record.ts'
import type { Logger } from '../log/logger.ts'
import { type Problem, readProblem } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { backoffMs } from './backoff.ts'
import { overdueGenerator, tapFailure } from './errors.ts'
import type { ProblemBoard } from './problem-board.ts'

export interface GeneratorStatus {
  readonly state: 'waiting' | 'running' | 'overdue' | 'in sync' | 'failing'
  /** Epoch milliseconds of the last success. */
  readonly appliedAt: number | undefined
  /** Tries since the last success. */
  readonly tries: number
  readonly problem: Problem | undefined
  /** How it was last done, in words of the tap. */
  readonly note: string | undefined
}

const longestNote = 200

interface GeneratorDeps {
  readonly settings: Settings
  readonly board: ProblemBoard
  readonly logger: Logger
  readonly random: () => number
  /** A call has ended, and no other one was waiting for that. */
  readonly settled?: () => void
}

/** One generateConfig tap: one call at a time, the newest snapshot waits for it, retried until it is applied. */
export function createGenerator(tap: TapRecord, { settings, board, logger, random, settled }: GeneratorDeps) {
  let applied: Snapshot | undefined
  let newest: Snapshot | undefined
  let wanted = false
  let running: Promise<void> | undefined
  let overdue = false
  let controller = new AbortController()
  let tries = 0
  let failedSince: number | undefined
  let problem: Problem | undefined
  let appliedAt: number | undefined
  let note: string | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const succeed = (snapshot: Snapshot): void => {
    if (failedSince !== undefined)
      logger.named(tap.id).info('Healed', { tries, after_ms: Math.round(performance.now() - failedSince), outcome: 'healed' })
    applied = snapshot
    appliedAt = Date.now()
    tries = 0
    failedSince = undefined
    problem = undefined
    board.set(tap.id, 'generator', [])
  }

  const fail = (error: unknown): void => {
    tries++
    failedSince ??= performance.now()
    problem = tapFailure(tap.id, error, 'PROXYM_GENERATE_FAILED')
    board.set(tap.id, 'generator', [problem], 'error')
    timer = setTimeout(
      () => {
        wanted = true
        start()
      },
      backoffMs(tries, random),
    )
  }

  const perform = async (snapshot: Snapshot): Promise<void> => {
    controller = new AbortController()
    const reports: Problem[] = []
    const context: GenerateCall = Object.freeze({
      previous: applied,
      dryRun: false,
      signal: controller.signal,
      report: (found: Problem) => void reports.push(readProblem(found)),
      note: (words: string) => {
        note = String(words).slice(0, longestNote)
      },
    })
    const run = runTap(tap, [snapshot, context], deadlineOf('generateConfig', settings), () => controller.abort())
    const outcome = await run.outcome
    if (stopped) return
    if (outcome.ok) {
      succeed(snapshot)
      board.set(tap.id, 'report', reports)
      return
    }
    fail(outcome.error)
    if (!outcome.timedOut) return
    overdue = true
    board.set(tap.id, 'overdue', [overdueGenerator(tap.id)], 'error')
    // It is never called twice in parallel: what it does late may still reach the target.
    void run.settled.then(() => {
      overdue = false
      board.set(tap.id, 'overdue', [])
      start()
    })
  }

  const start = (): void => {
    if (running !== undefined || overdue || stopped || !wanted || newest === undefined) return
    clearTimeout(timer)
    wanted = false
    const snapshot = newest
    running = asTap(undefined, () => perform(snapshot))
      .catch(fail)
      .then(() => {
        running = undefined
        start()
        if (running === undefined) settled?.()
      })
  }

  return {
    tap,
    /** Give it the newest snapshot. It is called when that differs from what it applied, or when forced. */
    offer(snapshot: Snapshot, force: boolean): void {
      wanted ||= force || snapshot !== newest
      newest = snapshot
      start()
    },
    /** Resolves when no call is under way and none waits; retries after a failure are not waited for. */
    async idle(): Promise<void> {
      while (running !== undefined) await running
    },
    /** What it would change, with nothing touched. */
    async preview(snapshot: Snapshot): Promise<{ readonly previews: readonly Preview[]; readonly problems: readonly Problem[] }> {
      const problems: Problem[] = []
      const dry = new AbortController()
      const context: GenerateCall = Object.freeze({
        previous: undefined,
        dryRun: true,
        signal: dry.signal,
        report: (found: Problem) => void problems.push(readProblem(found)),
        note: () => undefined,
      })
      const outcome = await runTap(tap, [snapshot, context], deadlineOf('generateConfig', settings), () => dry.abort()).outcome
      if (!outcome.ok)
        return { previews: [], problems: [...problems, tapFailure(tap.id, outcome.error, 'PROXYM_GENERATE_FAILED')] }
      return { previews: readPreviews(outcome.value), problems }
    },
    isRunning: (): boolean => running !== undefined,
    problem: (): Problem | undefined => problem,
    /** What it last applied. */
    applied: (): Snapshot | undefined => applied,
    status(): GeneratorStatus {
      const state = overdue
        ? 'overdue'
        : running !== undefined
          ? 'running'
          : tries > 0
            ? 'failing'
            : newest === undefined
              ? 'waiting'
              : 'in sync'
      return { state, appliedAt, tries, problem, note }
    },
    /** Abort what runs; resolves when it has ended or been given up. */
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      controller.abort()
      await running
    },
  }
}

export type Generator = ReturnType<typeof createGenerator>

// From a plugin, so it may be anything.
function readPreviews(value: unknown): readonly Preview[] {
  try {
    return (value as readonly Preview[]).flatMap(({ target, before, after }) =>
      [target, before, after].every(text => typeof text === 'string') ? [{ target, before, after }] : [],
    )
  } catch {
    return []
  }
}

import type { SourceCall } from '../hooks/contract.ts'
import { deadlineOf } from '../hooks/policy.ts'
import { runTap } from '../hooks/run-tap.ts'
import type { TapRecord } from '../hooks/tap-record.ts'
import { type Problem, ProxymError, readProblem } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { commitDelivery } from './answer.ts'
import { backoffMs } from './backoff.ts'
import { createBatch, WHOLE } from './batch.ts'
import { keyFailure, nothingReadable, tapFailure } from './errors.ts'
import type { Suggest } from './key-contents.ts'
import { waitAtMost } from './patience.ts'
import type { ProblemBoard } from './problem-board.ts'
import { type RawAnswer, restoreAnswer } from './restore.ts'
import { createSourceKeys, type Delta } from './source-keys.ts'
import { uniteKeys } from './unite-keys.ts'

/** Which part of a source to read again. */
export type SourceScope = 'all' | readonly string[]

export interface SourceStatus {
  readonly state: 'unknown' | 'fresh' | 'stale'
  readonly services: number
  /** Epoch milliseconds of the last full answer. */
  readonly answeredAt: number | undefined
  /** Epoch milliseconds since which last good services are used. */
  readonly staleSince: number | undefined
  readonly problem: Problem | undefined
  readonly staleKeys: readonly string[]
  readonly runningMs: number | undefined
}

interface SourceDeps {
  readonly settings: Settings
  readonly board: ProblemBoard
  readonly suggest: Suggest
  readonly random: () => number
  /** Ask for a cycle that takes what this source has. */
  readonly requestCycle: (reason: string, afterMs?: number) => void
}

interface Running {
  readonly startedAt: number
  readonly controller: AbortController
  done: Promise<void>
  /** The cycle that started it has gone on. */
  late: boolean
}

/** One generateServices tap: called one at a time, its answers checked and kept, its failures retried. */
export function createSource(tap: TapRecord, rank: number, deps: SourceDeps) {
  const { settings, board } = deps
  const keys = createSourceKeys(tap, rank)
  let running: Running | undefined
  let wanted: 'all' | Set<string> | undefined
  /** Nobody else has asked: it may go round, but slowly. */
  let onlyOwn = false
  let owed: 'all' | Set<string> = new Set()
  let attempts = 0
  let retryTimer: NodeJS.Timeout | undefined
  let usedSet = false
  let answeredAt: number | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let known = false
  let restoredAt: number | undefined
  let stale: { readonly since: number; readonly problem: Problem } | undefined
  let stopped = false

  const want = (scope: SourceScope, own = false): void => {
    onlyOwn = own && (wanted === undefined || onlyOwn)
    wanted = scope === 'all' ? 'all' : uniteKeys(wanted, scope)
  }

  const owe = (scope: 'all' | Iterable<string>): void => {
    owed = scope === 'all' ? 'all' : uniteKeys(owed, scope)
  }

  const scheduleRetry = (): void => {
    if (stopped || (owed !== 'all' && owed.size === 0)) {
      clearTimeout(retryTimer)
      retryTimer = undefined
      attempts = 0
      return
    }
    // An answer about other keys must not put off what is owed.
    if (retryTimer !== undefined) return
    attempts++
    retryTimer = setTimeout(
      () => {
        retryTimer = undefined
        want(owed === 'all' ? 'all' : [...owed])
        deps.requestCycle(`${tap.id}: retry ${attempts}`)
      },
      backoffMs(attempts, deps.random),
    )
  }

  const fail = (asked: readonly string[] | undefined, error: unknown): void => {
    if (asked === undefined) {
      const problem = tapFailure(tap.id, error, 'PROXYM_SOURCE_FAILED')
      stale = { since: stale?.since ?? restoredAt ?? Date.now(), problem }
      board.set(tap.id, 'source', [problem])
      owe('all')
      return
    }
    for (const key of asked) board.set(tap.id, `key ${key}`, [keyFailure(tap.id, key, error)])
    owe(asked)
  }

  const perform = async (call: Running, asked: readonly string[] | undefined): Promise<void> => {
    const batch = createBatch(tap.id, asked !== undefined && usedSet)
    const reports: Problem[] = []
    const { signal } = call.controller
    const context: SourceCall = Object.freeze({
      keys: asked,
      signal,
      report: (problem: Problem) => void reports.push(readProblem(problem)),
    })
    const run = runTap(tap, [batch.services, context], deadlineOf('generateServices', settings), () => call.controller.abort())
    const outcome = await run.outcome
    const delivery = batch.close()
    if (stopped) return
    const answer = outcome.ok
      ? await commitDelivery({ tap, asked, delivery, keys, suggest: deps.suggest, reports, board })
      : outcome
    if (stopped) return
    if (!answer.ok) fail(asked, answer.error)
    // Nothing could be read, and nothing is known: to go on would empty the target.
    else if (!known && delivery.kind === 'keyed' && delivery.given.size === 0)
      fail(undefined, new ProxymError(nothingReadable(tap.id, delivery.kept.size)))
    else {
      usedSet ||= delivery.kind === 'keyed'
      if (answer.full) {
        owed = new Set()
        known = true
        answeredAt = Date.now()
        readAt = call.startedAt
        restoredAt = undefined
        stale = undefined
        board.set(tap.id, 'source', [])
      } else if (owed !== 'all') for (const key of asked ?? []) owed.delete(key)
      owe(answer.owed)
    }
    scheduleRetry()
  }

  const start = (): void => {
    const asked = known && wanted !== undefined && wanted !== 'all' ? Object.freeze([...wanted].sort()) : undefined
    wanted = undefined
    const call: Running = {
      startedAt: performance.now(),
      controller: new AbortController(),
      done: Promise.resolve(),
      late: false,
    }
    running = call
    const performed = perform(call, asked).catch((error: unknown) => {
      fail(asked, error)
      scheduleRetry()
    })
    call.done = performed.then(() => {
      running = undefined
      if (stopped) return
      if (wanted !== undefined)
        deps.requestCycle(`${tap.id}: asked for while it was being read`, onlyOwn ? settings.maxWaitMs : 0)
      else if (call.late) deps.requestCycle(`${tap.id}: late answer`)
    })
  }

  return {
    tap,
    /** Position among all sources. */
    rank,
    keys,
    want,
    /** Call it when something is wanted and it is not running; resolves when the call has ended, or is `patienceMs` old. */
    async collect(patienceMs: number): Promise<void> {
      if (running === undefined && wanted !== undefined && !stopped) start()
      const call = running
      if (call === undefined) return
      const left = call.startedAt + patienceMs - performance.now()
      if (left <= 0 || !(await waitAtMost(call.done, left))) call.late = true
    },
    takeDelta: (): Delta => keys.takeDelta(),
    /** When the last full read that succeeded began; monotonic milliseconds. */
    readAt: (): number => readAt,
    /** Whether it has answered once, or has been given what an earlier proxym knew. */
    isKnown: (): boolean => known,
    /** Whether it has answered once itself. */
    hasAnswered: (): boolean => answeredAt !== undefined,
    isRunning: (): boolean => running !== undefined,
    problem: (): Problem | undefined => stale?.problem,
    /** Use what an earlier proxym knew until this one has an answer. */
    async restore(answer: RawAnswer): Promise<void> {
      usedSet ||= await restoreAnswer(answer, keys, tap.owner.source, deps.suggest)
      known = true
      restoredAt = Date.now()
    },
    exported: (): RawAnswer => [...keys.keys()].map(key => [key, keys.contents(key).raw.filter(raw => raw !== undefined)]),
    status: (): SourceStatus => ({
      state: stale !== undefined ? 'stale' : answeredAt !== undefined ? 'fresh' : known ? 'stale' : 'unknown',
      services: keys.count(),
      answeredAt,
      staleSince: stale?.since ?? restoredAt,
      problem: stale?.problem,
      staleKeys: owed === 'all' ? [] : [...owed].filter(key => key !== WHOLE).sort(),
      runningMs: running === undefined ? undefined : performance.now() - running.startedAt,
    }),
    /** Abort what runs; resolves when it has ended or been given up. */
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(retryTimer)
      running?.controller.abort()
      await running?.done
    },
  }
}

export type Source = ReturnType<typeof createSource>

import type { TapRecord } from '../../hooks/tap-record.ts'
import type { Problem } from '../../problem.ts'
import type { Settings } from '../../settings.ts'
import { emptyStart, withheldRemoval } from '../errors.ts'
import type { ProblemBoard } from '../problem-board.ts'
import type { Source } from '../source.ts'
import { createFirstAnswers } from './first-answers.ts'
import { createShrinkGuard, type GuardedChange, type Withheld } from './shrink-guard.ts'

interface GuardDeps {
  readonly sources: ReadonlyMap<TapRecord, Source>
  readonly settings: Settings
  readonly board: ProblemBoard
  /** Whether some output holds something that an empty outcome would wipe. */
  readonly targetExists: () => Promise<boolean>
}

/** A source that is to be read again before what it says is believed. */
export interface Confirmation {
  readonly tap: TapRecord
  /** Monotonic milliseconds. */
  readonly dueAt: number
}

/** Lets nothing vanish because a source suddenly says so: what removes too much is read twice, or confirmed by a person. */
export function createGuard({ sources, settings, board, targetExists }: GuardDeps) {
  const confirmMs = ({ owner, options }: TapRecord): number => owner.confirmMs ?? options.confirmMs ?? settings.confirmMs
  const readAt = (tap: TapRecord): number => sources.get(tap)?.readAt() ?? Number.NEGATIVE_INFINITY
  const deps = { confirmMs, readAt, now: () => performance.now() }
  const shrinks = createShrinkGuard(deps)
  const firstAnswers = createFirstAnswers(deps)

  const tell = (): void => {
    const withheld = new Map(shrinks.withheld().map(removal => [removal.tap, removal]))
    for (const tap of sources.keys()) {
      const removal = withheld.get(tap)
      board.set(tap.id, 'guard', removal === undefined ? [] : [withheldRemoval(removal, confirmMs(tap))])
    }
  }

  const waiting = () => [...shrinks.withheld(), ...firstAnswers.waiting()]

  return {
    /** Start from what an earlier proxym showed; `known` are the sources that had answered it. */
    restore(services: Iterable<GuardedChange>, known: Iterable<TapRecord>): void {
      shrinks.restore(services)
      for (const tap of known) firstAnswers.believe(tap)
    },
    /** Take over what the sources report now of these ids; returns what changes for the generators. */
    update(changes: Iterable<GuardedChange>): readonly GuardedChange[] {
      const result = shrinks.update(changes)
      tell()
      return result
    },
    /** Before the first outcome: sources whose first answer was "none" although there is something to lose. */
    async emptyStarts(): Promise<readonly Problem[]> {
      for (const { tap, isKnown } of sources.values()) {
        if (!tap.owner.optional && isKnown()) firstAnswers.look(tap, Math.max(shrinks.count(tap), shrinks.countShown(tap)))
      }
      if (firstAnswers.waiting().length > 0 && !(await targetExists())) firstAnswers.clear()
      return firstAnswers.waiting().map(({ tap, digest }) => emptyStart(tap.id, digest, confirmMs(tap)))
    },
    tapOf: (id: string) => shrinks.tapOf(id),
    shownService: (id: string) => shrinks.shownService(id),
    shownServices: () => shrinks.shownServices(),
    shownOf: (tap: TapRecord) => shrinks.shownOf(tap),
    revision: (tap: TapRecord) => shrinks.revision(tap),
    withheld: (): readonly Withheld[] => shrinks.withheld(),
    /** Whether "none" as the answer of a source need not be said twice any more. */
    believes: (tap: TapRecord): boolean => firstAnswers.believes(tap),
    /** What is to be read again, and when. */
    confirmations: (): readonly Confirmation[] => waiting(),
    /** What can be confirmed. */
    digests: (): readonly string[] => waiting().map(({ digest }) => digest),
    /** Believe what this digest stands for. Returns whether there is such a thing. */
    confirm: (digest: string): boolean => shrinks.confirm(digest) || firstAnswers.confirm(digest),
  }
}

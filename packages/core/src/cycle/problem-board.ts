import type { Logger } from '../log/logger.ts'
import { describeProblem, type Problem } from '../problem.ts'

/** A problem that stands: it lasts until the same slot is set again. */
export interface StandingProblem extends Problem {
  /** `plugin/tap` that it concerns. */
  readonly tap: string
  /** When it began, epoch milliseconds. */
  readonly since: number
}

export interface ProblemBoard {
  /** What now stands in one slot of a tap; an empty list clears it. Logged only when it changes, the end of it too. */
  set(tap: string, slot: string, problems: readonly Problem[], level?: 'warn' | 'error'): void
  /** Clear every slot of a tap whose name the test accepts. */
  clear(tap: string, matches: (slot: string) => boolean): void
  of(tap: string, slot: string): readonly StandingProblem[]
  all(): readonly StandingProblem[]
  /** Log what lasts again, and allow the next burst of lines. Called once a cycle. */
  turn(): void
}

const LINES_PER_TURN = 20
const AGAIN_MS = 600_000

/** Make the board on which everything that is wrong now is written. */
export function createProblemBoard(logger: Logger): ProblemBoard {
  const slots = new Map<
    string,
    Map<string, { problems: readonly StandingProblem[]; loggedAt: number; level: 'warn' | 'error' }>
  >()
  let lines = 0
  let unlogged = 0

  const log = (problem: StandingProblem, level: 'warn' | 'error'): void => {
    if (lines >= LINES_PER_TURN) {
      unlogged++
      return
    }
    lines++
    const fields = { code: problem.code, ...(problem.subject === undefined ? {} : { service: problem.subject }) }
    logger.named(problem.tap)[level](describeProblem(problem), fields)
  }

  const logGone = (tap: string, slot: string, { code, subject }: StandingProblem): void => {
    // A generator that works again says so itself, with the tries that it took.
    const isQuiet = slot === 'generator' || lines >= LINES_PER_TURN
    if (!isQuiet) lines++
    logger
      .named(tap)
      [isQuiet ? 'debug' : 'info']('Problem is gone', { code, ...(subject === undefined ? {} : { service: subject }) })
  }

  const set: ProblemBoard['set'] = (tap, slot, problems, level = 'warn') => {
    const ofTap = slots.get(tap) ?? new Map()
    slots.set(tap, ofTap)
    const before = (ofTap.get(slot)?.problems ?? []) as readonly StandingProblem[]
    if (problems.length === 0) {
      if (ofTap.delete(slot) && before[0] !== undefined) logGone(tap, slot, before[0])
      return
    }
    const standing = problems.map(problem => {
      const same = before.find(other => other.message === problem.message && other.code === problem.code)
      return same ?? { ...problem, tap, since: Date.now() }
    })
    const fresh = standing.filter(problem => !before.includes(problem))
    const loggedAt = fresh.length > 0 ? performance.now() : (ofTap.get(slot)?.loggedAt ?? performance.now())
    ofTap.set(slot, { problems: standing, loggedAt, level })
    for (const problem of fresh) log(problem, level)
  }

  return {
    set,
    clear(tap, matches) {
      for (const slot of [...(slots.get(tap)?.keys() ?? [])]) if (matches(slot)) set(tap, slot, [])
    },
    of: (tap, slot) => slots.get(tap)?.get(slot)?.problems ?? [],
    all: () => [...slots.values()].flatMap(ofTap => [...ofTap.values()].flatMap(({ problems }) => problems)),
    turn() {
      if (unlogged > 0) logger.warn(`${unlogged} more problems are not logged; /status lists them`)
      lines = 0
      unlogged = 0
      for (const ofTap of slots.values()) {
        for (const slot of ofTap.values()) {
          if (performance.now() - slot.loggedAt < AGAIN_MS) continue
          slot.loggedAt = performance.now()
          for (const problem of slot.problems) log(problem, slot.level)
        }
      }
    },
  }
}

import { tooManySteps } from './errors.ts'
import { SimulatorError } from './simulator-error.ts'

/** How something is scheduled. */
export interface ScheduleOptions {
  /** Whether it goes on for ever, such as heartbeats: `settle` does not wait for it, and it keeps no process alive. */
  readonly background?: boolean
}

/** Where a simulator takes its time from. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Run something once, later; returns what takes that back. */
  schedule(delayMs: number, run: () => void, options?: ScheduleOptions): () => void
}

/** A clock that stands still until it is moved. */
export interface SteppedClock extends Clock {
  /** Move on, and run what is due in the meantime in its order. */
  advance(ms: number): void
  /**
   * Move on until nothing is scheduled any more, except in the background.
   *
   * @throws SimulatorError when that does not end
   */
  settle(): void
}

interface Appointment {
  readonly at: number
  readonly run: () => void
  readonly background: boolean
}

const settleLimit = 1_000_000

/** Make a clock that is moved by hand, so that tests need not wait. */
export function createSteppedClock(startMs = Date.UTC(2020, 0, 1)): SteppedClock {
  const appointments = new Set<Appointment>()
  let nowMs = startMs

  // The earliest; of those at one time the one made first, as a Set keeps its order.
  const next = (concerns: (appointment: Appointment) => boolean): Appointment | undefined => {
    let found: Appointment | undefined
    for (const each of appointments) if (concerns(each) && (found === undefined || each.at < found.at)) found = each
    return found
  }
  const keep = (appointment: Appointment): void => {
    appointments.delete(appointment)
    nowMs = Math.max(nowMs, appointment.at)
    appointment.run()
  }

  return {
    now: () => nowMs,
    schedule(delayMs, run, { background = false } = {}) {
      const appointment = { at: nowMs + Math.max(0, delayMs), run, background }
      appointments.add(appointment)
      return () => appointments.delete(appointment)
    },
    advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        const due = next(({ at }) => at <= untilMs)
        if (due === undefined) break
        keep(due)
      }
      nowMs = untilMs
    },
    settle() {
      for (let steps = 0; ; steps++) {
        if (steps === settleLimit) throw new SimulatorError(tooManySteps(settleLimit))
        const last = next(({ background }) => !background)
        if (last === undefined) return
        // What is due before it in the background happens too.
        keep(next(({ at }) => at < last.at) ?? last)
      }
    },
  }
}

/** Make a clock that goes by itself. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    schedule(delayMs, run, { background = false } = {}) {
      const timer = setTimeout(run, delayMs)
      if (background) timer.unref()
      return () => clearTimeout(timer)
    },
  }
}

import type { Mistake } from './errors.ts'

/** What the simulator throws when it is asked for something that it cannot do. */
export class SimulatorError extends Error {
  /** `PROXYM_SIMULATOR_…` */
  readonly code: string
  /** The next thing to do. */
  readonly hint: string

  constructor({ code, message, hint }: Mistake) {
    super(`${message}. ${hint}`)
    this.name = 'SimulatorError'
    this.code = code
    this.hint = hint
  }
}

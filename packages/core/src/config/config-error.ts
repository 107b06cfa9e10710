import { type Problem, ProxymError } from '../problem.ts'

/** The configuration is wrong. Besides every mistake it carries the warnings, because a misspelt variable is often the cause. */
export class ConfigError extends ProxymError {
  readonly warnings: readonly Problem[]

  constructor(problems: readonly Problem[], warnings: readonly Problem[]) {
    super(problems)
    this.warnings = warnings
  }
}

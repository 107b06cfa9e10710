import type { Problem } from '../problem.ts'
import type { LogFields } from './logger.ts'

/** A problem as the fields of a log line, its message being the sentence: `logger.warn(problem.message, problemFields(problem))`. */
export function problemFields(problem: Problem): LogFields {
  const { code, where, subject, hint, cause } = problem
  return { code, where, service: subject, hint, ...(cause instanceof Error ? { cause } : {}) }
}

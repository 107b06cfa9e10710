import { describeProblem, type Logger, type Problem, problemFields } from '@proxym/core'

/** Tell that something is wrong and goes on, or with undefined that all is well again. */
export type Warn = (problem: Problem | undefined) => void

/** Warnings in the log: one line when something begins, one when it is over. */
export function createWarn(logger: Logger): Warn {
  let last: string | undefined
  return problem => {
    const text = problem === undefined ? undefined : describeProblem(problem)
    if (problem !== undefined && text !== undefined && text !== last) logger.warn(text, problemFields(problem))
    else if (text === undefined && last !== undefined) logger.info('Problem is gone')
    last = text
  }
}

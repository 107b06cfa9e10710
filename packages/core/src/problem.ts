/**
 * Anything that goes wrong, everywhere in the same shape: in errors, logs, `/status` and on the command line.
 */
export interface Problem {
  /** Stable, `PROXYM_…`. */
  readonly code: string
  /** What is wrong and what was given; the subject in backticks. Never a secret. */
  readonly message: string
  /** The next thing to do. */
  readonly hint?: string
  /** `file:line:col`, a URL, an option path: where to look. */
  readonly where?: string
  /** The service id or key that it concerns. */
  readonly subject?: string
  readonly cause?: unknown
}

/** An error that carries one or more problems. Recognised by `name`, so that two copies of core understand each other. */
export class ProxymError extends Error {
  override readonly name = 'ProxymError'
  readonly problems: readonly Problem[]

  constructor(problems: Problem | readonly Problem[]) {
    const list: readonly Problem[] = 'code' in problems ? [problems] : problems
    const cause = list.find(problem => problem.cause !== undefined)?.cause
    super(list.map(describeProblem).join('\n'), cause === undefined ? undefined : { cause })
    this.problems = list
  }
}

/** One line: where, message, hint. */
export function describeProblem(problem: Problem): string {
  const where = problem.where === undefined ? '' : `${problem.where}: `
  const hint = problem.hint === undefined ? '' : `${/[.?!]$/.test(problem.message) ? '' : '.'} ${problem.hint}`
  return `${where}${problem.message}${hint}`
}

/** The problems of an unknown thrown value; anything that is no `ProxymError` becomes one problem with the given code. */
export function problemsOf(error: unknown, code: string): readonly Problem[] {
  try {
    if (
      error instanceof Error &&
      error.name === 'ProxymError' &&
      'problems' in error &&
      Array.isArray(error.problems) &&
      error.problems.length > 0
    ) {
      return error.problems.map(problem => readProblem(problem, code))
    }
  } catch {
    // Whatever was thrown cannot even be looked at: its message says so.
  }
  return [{ code, message: messageOf(error), cause: error }]
}

/** A problem from a plugin, which may be anything: a copy with text in each field. Never throws. */
export function readProblem(given: unknown, code = 'PROXYM_REPORT'): Problem {
  try {
    const { code: givenCode, message, hint, where, subject, cause, ...more } = given as Readonly<Record<string, unknown>>
    const text = { hint, where, subject }
    return {
      ...more,
      code: typeof givenCode === 'string' ? givenCode : code,
      message: typeof message === 'string' ? message : 'a problem without a message was reported',
      ...Object.fromEntries(Object.entries(text).filter(([, value]) => typeof value === 'string')),
      ...(cause === undefined ? {} : { cause }),
    }
  } catch {
    return { code, message: 'a problem that cannot be read was reported' }
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  try {
    if (error instanceof Error) return `${error.message === '' ? error.name : error.message}`
    return typeof error === 'string' ? error : `${error === null ? 'null' : typeof error} thrown: ${String(error)}`
  } catch {
    return 'an object that cannot be printed was thrown'
  }
}

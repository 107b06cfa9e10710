import type { CheckLook } from '../plugin.ts'
import { type Problem, problemsOf } from '../problem.ts'

/** What one plugin looked at, for `proxym check`. */
export interface CheckResult {
  /** `plugin/check`. */
  readonly id: string
  readonly problems: readonly Problem[]
}

/** Collect what plugins want to look at, and run it all, each although another fails. */
export function createChecks() {
  const looks: { readonly id: string; readonly look: CheckLook }[] = []
  return {
    add: (owner: string, name: string, look: CheckLook): void => void looks.push({ id: `${owner}/${name}`, look }),
    run: (signal: AbortSignal): Promise<readonly CheckResult[]> =>
      Promise.all(
        looks.map(async ({ id, look }) => {
          try {
            return { id, problems: await look(signal) }
          } catch (error) {
            return { id, problems: problemsOf(error, 'PROXYM_CHECK') }
          }
        }),
      ),
  }
}

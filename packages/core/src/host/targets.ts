import { waitAtMost } from '../cycle/patience.ts'
import type { TargetOptions } from '../plugin.ts'

const MOST_MS = 2000

/** What plugins write to. */
export function createTargets() {
  const targets: { readonly target: string; readonly exists: TargetOptions['exists'] }[] = []

  const holdsSomething = async (exists: NonNullable<TargetOptions['exists']>, signal: AbortSignal): Promise<boolean> => {
    try {
      return await exists(signal)
    } catch {
      // What cannot be asked may hold everything.
      return true
    }
  }

  return {
    add: (target: string, { exists }: TargetOptions = {}): void => void targets.push({ target, exists }),
    names: (): readonly string[] => targets.map(({ target }) => target),
    /** Whether one of them holds something. What does not tell in 2 s counts as if it did. */
    async exist(): Promise<boolean> {
      const controller = new AbortController()
      const asked = targets.flatMap(({ exists }) => (exists === undefined ? [] : [holdsSomething(exists, controller.signal)]))
      if (asked.length === 0) return false
      const answers = Promise.all(asked)
      const inTime = await waitAtMost(answers, MOST_MS)
      controller.abort()
      return !inTime || (await answers).includes(true)
    },
  }
}

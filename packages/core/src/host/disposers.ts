import { waitAtMost } from '../cycle/patience.ts'
import { messageOf } from '../problem.ts'

const MOST_MS = 1000

/** Things to release on stop: last in, first out, each one although another fails. */
export function createDisposers(failed: (owner: string, message: string) => void) {
  const disposers: { readonly owner: string; readonly dispose: () => unknown }[] = []
  let over = false

  const release = async (owner: string, dispose: () => unknown): Promise<void> => {
    try {
      if (!(await waitAtMost(Promise.resolve(dispose()), MOST_MS))) failed(owner, `it takes longer than ${MOST_MS} ms`)
    } catch (error) {
      failed(owner, messageOf(error))
    }
  }

  return {
    /** What comes after the stop is released at once. */
    defer(owner: string, dispose: () => unknown): void {
      if (over) void release(owner, dispose)
      else disposers.push({ owner, dispose })
    },
    async run(): Promise<void> {
      over = true
      for (const { owner, dispose } of disposers.splice(0).reverse()) await release(owner, dispose)
    },
  }
}

import { setTimeout as wait } from 'node:timers/promises'

/** Ask again and again until the answer is truthy; fails with what was last thrown or answered. */
export async function until<T>(what: string, ask: () => T | Promise<T>, timeoutMs = 10_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs
  let last: unknown
  while (performance.now() < deadline) {
    try {
      const answer = await ask()
      if (answer) return answer
      last = answer
    } catch (error) {
      last = error
    }
    await wait(20)
  }
  throw new Error(`waited in vain until ${what}`, { cause: last })
}

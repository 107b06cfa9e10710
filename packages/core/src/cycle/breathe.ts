import { setImmediate } from 'node:timers/promises'

const TURN_MS = 10

/** Undefined while the current turn of the event loop is younger than 10 ms; then a promise for the next turn. */
export type Breathe = () => Promise<void> | undefined

/** Long work calls this between its steps, so that the process keeps answering. */
export function createBreathe(): Breathe {
  let since = performance.now()
  return () => {
    if (performance.now() - since < TURN_MS) return undefined
    return setImmediate().then(() => {
      since = performance.now()
    })
  }
}

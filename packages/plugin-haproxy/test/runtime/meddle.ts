import { type AskSocket, askSocket } from '../../src/verify/ask-socket.ts'

/** Something happens before the question of this number, counted from 0 once `arm` was called; `isAfter`: before each later one, too. */
export function meddle(at: number, happen: () => Promise<unknown>, isAfter = false) {
  let count = Number.NEGATIVE_INFINITY
  const ask: AskSocket = async (socket, question, options) => {
    if (socket.endsWith('stats.sock') && count++ >= at && (isAfter || count === at + 1)) await happen()
    return askSocket(socket, question, options)
  }
  const arm = () => {
    count = 0
  }
  return { ask, arm, count: () => count }
}

/** Nothing is asked any more from the question of this number on: whoever asks is as good as dead. `dead` resolves when that has happened. */
export function dieBefore(at: number) {
  const [dead, buried] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()]
  const die = () => {
    dead.resolve()
    return buried.promise
  }
  return {
    ...meddle(at, die, true),
    dead: dead.promise,
    /** What still waits for an answer gets none. */
    bury: () => buried.reject(new Error('dead')),
  }
}

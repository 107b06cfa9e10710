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

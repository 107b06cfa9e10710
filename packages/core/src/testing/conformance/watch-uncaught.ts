import { setImmediate as nextTurn } from 'node:timers/promises'
import { messageOf } from '../../problem.ts'

const events = ['unhandledRejection', 'uncaughtException'] as const

/** Run something; the messages of what nobody caught meanwhile. Those who listen elsewhere (a test runner) do not hear of it. */
export async function watchUncaught(run: () => Promise<void>): Promise<readonly string[]> {
  const messages: string[] = []
  const listen = (error: unknown): void => void messages.push(messageOf(error))
  const others = events.map(event => [event, process.listeners(event as 'exit')] as const)
  for (const event of events) process.removeAllListeners(event).on(event, listen)
  try {
    await run()
    for (let turns = 0; turns < 3; turns++) await nextTurn()
  } finally {
    for (const event of events) process.off(event, listen)
    for (const [event, list] of others) for (const listener of list) process.on(event, listener)
  }
  return messages
}

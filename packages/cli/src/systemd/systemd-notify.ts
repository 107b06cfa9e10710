import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Logger } from '@proxym/core'
import type { Io } from '../io.ts'
import { type Message, mergeMessages } from './merge-messages.ts'

// It waits up to 5 s for the manager to have read the message.
const LONGEST_MS = 6000
const LAST_WORDS_MS = 1000

/** The way to the service manager. */
export interface SystemdNotify {
  /** Send what it should know; never fails, and never waits. */
  send(message: Message): void
  /** Resolves when everything was sent, after a second at the latest. */
  close(): Promise<void>
}

/**
 * Send messages by the command `systemd-notify`, one after the other: Node cannot write to that kind of socket. Undefined where
 * no service manager listens.
 */
export function createSystemdNotify({ env }: Pick<Io, 'env'>, logger: Logger): SystemdNotify | undefined {
  const socket = env['NOTIFY_SOCKET']
  if (socket === undefined || socket === '') return undefined
  // It is not to see a token, nor to be led elsewhere by LD_PRELOAD.
  const environment = { NOTIFY_SOCKET: socket, ...(env['PATH'] === undefined ? {} : { PATH: env['PATH'] }) }
  const ending = new AbortController()
  let waiting: readonly Message[] = []
  let sending: Promise<void> | undefined

  const sendOne = async (message: Message): Promise<void> => {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(LONGEST_MS)])
    const assignments = Object.entries(message).map(([name, value]) => `${name}=${value}`)
    try {
      const child = spawn('systemd-notify', assignments, { env: environment, stdio: 'ignore', signal, killSignal: 'SIGKILL' })
      const [code] = await once(child, 'close')
      if (code !== 0) logger.debug('systemd-notify failed', { code: String(code) })
    } catch (error) {
      logger.debug('systemd-notify failed', { error })
    }
  }

  const sendAll = async (): Promise<void> => {
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      waiting = waiting.slice(1)
      await sendOne(next)
    }
    sending = undefined
  }

  return {
    send(message) {
      if (ending.signal.aborted) return
      waiting = mergeMessages(waiting, message)
      sending ??= sendAll()
    },
    async close() {
      const timer = setTimeout(() => {
        waiting = []
        ending.abort()
      }, LAST_WORDS_MS)
      await sending
      clearTimeout(timer)
      ending.abort()
    },
  }
}

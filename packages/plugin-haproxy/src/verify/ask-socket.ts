import { connect } from 'node:net'
import { answerTooLong, noAnswer } from './errors.ts'

export interface AskOptions {
  readonly signal: AbortSignal
  /** For connecting and the whole answer. @default 2000 */
  readonly timeoutMs?: number
  /** In bytes. @default 1 MiB */
  readonly longestAnswer?: number | undefined
}

/** Ask one question at a socket of HAProxy (a path, or `host:port`) and give the whole answer. */
export type AskSocket = (address: string, question: string, options: AskOptions) => Promise<string>

const usual = 1024 * 1024

export const askSocket: AskSocket = async (address, question, { signal, timeoutMs = 2000, longestAnswer = usual }) => {
  signal.throwIfAborted()
  const tcp = /^(?:\[([^\]/]+)\]|([^/:]+)):(\d+)$/.exec(address)
  const place = tcp === null ? { path: address } : { host: tcp[1] ?? tcp[2] ?? '', port: Number(tcp[3]) }
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect({ ...place, allowHalfOpen: true })
  const timer = setTimeout(() => reject(new Error(noAnswer(timeoutMs))), timeoutMs)
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const chunks: Buffer[] = []
  let size = 0
  socket.on('data', chunk => {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    size += bytes.byteLength
    if (size > longestAnswer) reject(new Error(answerTooLong(longestAnswer)))
  })
  socket.on('error', reject)
  socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')))
  // The end must be said: HAProxy 2.6's master socket answers, and then waits for more.
  socket.end(`${question}\n`)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    socket.destroy()
  }
}

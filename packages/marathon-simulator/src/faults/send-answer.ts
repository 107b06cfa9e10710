import type { ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Answer } from '../http/answer.ts'
import type { Fault } from './fault.ts'
import { sendHuge } from './send-huge.ts'
import { splitBytes } from './split-bytes.ts'

/** What sending takes. */
export interface Sending {
  readonly response: ServerResponse
  /** What the right answer is. */
  readonly answer: Answer
  readonly clock: Clock
  /** The URL of the request. */
  readonly own: string
}

type Send<K extends Fault['kind']> = (sending: Sending, fault: Extract<Fault, { kind: K }>) => void

/** Send an answer as it should be, or as a fault wants it. */
export function sendAnswer(sending: Sending, fault: Fault | undefined): void {
  const { response, answer } = sending
  // A fault of streams changes nothing elsewhere.
  if (fault === undefined || fault.kind === 'lineEnds') {
    const body = Buffer.from(answer.body)
    response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length }).end(body)
    return
  }
  const send = senders[fault.kind] as (sending: Sending, fault: Fault) => void
  send(sending, fault)
}

const senders: { readonly [K in Exclude<Fault['kind'], 'lineEnds'>]: Send<K> } = {
  silence() {},
  stall({ response, answer }) {
    response.writeHead(answer.status, answer.headers)
    response.flushHeaders()
  },
  close({ response, answer }, { after = 'request', reset = false }) {
    if (after === 'headers') closeAfterHeaders(response, answer.status, answer.headers, reset)
    else closeConnection(response, reset)
  },
  half: sendHalf,
  slow: sendSlowly,
  chunks({ response, answer }, { bytes = 1 }) {
    response.writeHead(answer.status, answer.headers)
    for (const chunk of splitBytes(Buffer.from(answer.body), bytes)) response.write(chunk)
    response.end()
  },
  answer({ response }, { status = 200, headers = {}, body = '' }) {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  },
  redirect({ response, own }, { to = own, status = 302 }) {
    response.writeHead(status, { location: to }).end()
  },
  huge({ response }, { bytes, gzip = false }) {
    sendHuge(response, bytes, gzip)
  },
  midway({ response, answer }, { run }) {
    const body = Buffer.from(answer.body)
    const middle = Math.floor(body.length / 2)
    response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
    response.write(body.subarray(0, middle), () => {
      run()
      response.end(body.subarray(middle))
    })
  },
  rewrite({ response, answer }, { body }) {
    response.writeHead(answer.status, answer.headers).end(body(answer.body))
  },
}

/** Close the connection of an answer, politely or with RST. */
function closeConnection(response: ServerResponse, reset: boolean): void {
  if (reset) response.socket?.resetAndDestroy()
  else response.socket?.destroy()
}

/** Send the headers, and close the connection once they have left. */
export function closeAfterHeaders(response: ServerResponse, status: number, headers: Answer['headers'], reset: boolean): void {
  response.writeHead(status, headers)
  response.flushHeaders()
  response.socket?.write('', () => closeConnection(response, reset))
}

function sendHalf({ response, answer }: Sending, { bytes, contentLength = false }: Extract<Fault, { kind: 'half' }>): void {
  const body = Buffer.from(answer.body)
  const part = body.subarray(0, bytes ?? Math.floor(body.length / 2))
  // Without a length and without chunks, the end of the connection is the end of the body: nothing tells that it is early.
  if (!contentLength) response.useChunkedEncodingByDefault = false
  response.writeHead(answer.status, { ...answer.headers, ...(contentLength && { 'content-length': body.length }) })
  response.write(part, () => {
    if (contentLength) closeConnection(response, false)
    else response.end()
  })
}

function sendSlowly({ response, answer, clock }: Sending, { bytes = 1, everyMs = 1000 }: Extract<Fault, { kind: 'slow' }>): void {
  const body = Buffer.from(answer.body)
  response.writeHead(answer.status, answer.headers)
  response.flushHeaders()
  let sent = 0
  const go = (): void => {
    if (response.destroyed) return
    response.write(body.subarray(sent, sent + bytes))
    sent += bytes
    if (sent >= body.length) response.end()
    else clock.schedule(everyMs, go, { background: true })
  }
  clock.schedule(everyMs, go, { background: true })
}

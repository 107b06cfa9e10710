import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import type { EventBus, PlanFormat, SimulatorEvent } from '../events/create-event-bus.ts'
import type { Fault } from '../faults/fault.ts'
import { closeAfterHeaders } from '../faults/send-answer.ts'
import { splitBytes } from '../faults/split-bytes.ts'
import type { Features } from '../features.ts'
import { urlOf } from './answer.ts'

interface StreamParts {
  readonly features: Features
  readonly clock: Clock
  readonly bus: EventBus
  /** How often a line without anything is sent. */
  readonly heartbeatMs: number
}

interface Stream {
  readonly response: ServerResponse
  readonly write: (text: string) => void
  isSilent: boolean
}

/** Make the open event streams of one instance. */
export function createStreams({ features, clock, bus, heartbeatMs }: StreamParts) {
  const streams = new Set<Stream>()

  const open = (
    request: IncomingMessage,
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
    fault?: Fault,
  ): void => {
    const { searchParams } = urlOf(request)
    const remoteAddress = request.socket.remoteAddress ?? '127.0.0.1'
    const head = { 'content-type': 'text/event-stream;charset=UTF-8', ...headers }
    response.socket?.setNoDelay(true)
    if (fault?.kind === 'close') {
      closeAfterHeaders(response, 200, head, fault.reset ?? false)
      return
    }
    response.writeHead(200, head)
    response.flushHeaders()
    const stream: Stream = { response, write: writerFor(response, fault), isSilent: fault?.kind === 'stall' }
    streams.add(stream)

    const wanted = features.filtersEvents ? searchParams.getAll('event_type') : []
    const format = formatOf(features, searchParams.get('plan-format'))
    const send = limited(stream, features)
    const unsubscribe = bus.subscribe(event => {
      if (stream.isSilent || (wanted.length > 0 && !wanted.includes(event.type))) return
      send(textOf(event, features, format))
    })
    let stopHeartbeat = (): void => {}
    const beat = (): void => {
      stopHeartbeat = clock.schedule(
        heartbeatMs,
        () => {
          if (!stream.isSilent) stream.write('\n')
          beat()
        },
        { background: true },
      )
    }
    beat()
    response.once('close', () => {
      streams.delete(stream)
      stopHeartbeat()
      unsubscribe()
      bus.publish('event_stream_detached', { remoteAddress })
    })
    // To all, not only to the new one.
    bus.publish('event_stream_attached', { remoteAddress })
  }

  return {
    open,
    get count() {
      return streams.size
    },
    /** End every stream, as a leader does that is none any more. */
    endAll(): void {
      for (const { response } of streams) response.end()
    },
    /** No byte comes from the open streams any more, and no end. */
    silence(): void {
      for (const stream of streams) stream.isSilent = true
    },
    /** Send text as it is, e.g. half an event, a byte order mark, or a line of many megabytes. */
    write(text: string): void {
      for (const { response } of streams) response.write(text)
    },
  }
}

function textOf(event: SimulatorEvent, { namesEvents }: Features, format: PlanFormat): string {
  return `${namesEvents ? `event: ${event.type}\n` : ''}data: ${event.json(format)}\n\n`
}

function formatOf({ planFormat }: Features, asked: string | null): PlanFormat {
  if (planFormat === 'light') return 'light'
  if (planFormat === 'light by default') return asked === 'heavy' ? 'heavy' : 'light'
  return planFormat === 'on request' && asked === 'light' ? 'light' : 'heavy'
}

/** Write lines as the fault wants them; without one, as Jetty does. */
function writerFor(response: ServerResponse, fault: Fault | undefined): (text: string) => void {
  const end = fault?.kind === 'lineEnds' ? fault.end : '\r\n'
  return text => {
    const bytes = Buffer.from(text.replaceAll('\n', end))
    if (fault?.kind === 'half') {
      response.end(bytes.subarray(0, fault.bytes ?? Math.floor(bytes.length / 2)))
      return
    }
    const chunks = fault?.kind === 'chunks' ? splitBytes(bytes, fault.bytes ?? 1) : [bytes]
    for (const chunk of chunks) response.write(chunk)
  }
}

/** What happens to a reader that does not keep up. */
function limited({ response, write }: Stream, { outstandingEvents, slowReader }: Features): (text: string) => void {
  let outstanding = 0
  return text => {
    // Only what the system did not take yet is outstanding.
    if (response.writableLength === 0) outstanding = 0
    if (outstanding < outstandingEvents) {
      outstanding += 1
      write(text)
    } else if (slowReader === 'is closed') response.destroy()
  }
}

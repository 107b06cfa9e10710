import type { Readable } from 'node:stream'
import { type Problem, ProxymError } from '@proxym/core'
import { createParser } from 'eventsource-parser'
import { limits } from '../limits.ts'
import { streamProblem } from './errors.ts'
import { createGroupFilter } from './without-groups.ts'

interface StreamOptions {
  readonly where: string
  readonly body: Readable
  /** Called with the type, when the server names it, and the text of each event. */
  readonly onEvent: (type: string | undefined, text: string) => void
  /** Called once, with the first event: it proves that events are sent here from now on. */
  readonly onAttached: () => void
  readonly idleMs: number
  /** @default limits.eventBytes */
  readonly mostCharacters?: number
}

/**
 * Read an event stream until it ends. Never resolves.
 *
 * @throws ProxymError that says why it ended: it was closed, was silent for too long, never attached, sent an endless line
 */
export async function followStream(options: StreamOptions): Promise<never> {
  const { where, body, onEvent, onAttached, idleMs, mostCharacters = limits.eventBytes } = options
  let attached = false
  let overflow = false
  const parser = createParser({
    maxBufferSize: mostCharacters,
    onEvent({ event, data }) {
      if (!attached) onAttached()
      attached = true
      onEvent(event, data)
    },
    onError: error => {
      overflow ||= error.type === 'max-buffer-size-exceeded'
    },
  })
  const end = (problem: Problem): void => void body.destroy(new ProxymError(problem))
  const idle = setTimeout(() => end(streamProblem.silent(where, idleMs)), idleMs)
  const attach = setTimeout(() => attached || end(streamProblem.notAttached(where)), limits.attachMs)
  const decoder = new TextDecoder()
  const withoutGroups = createGroupFilter()
  try {
    for await (const chunk of body) {
      idle.refresh()
      parser.feed(withoutGroups(decoder.decode(chunk as Buffer, { stream: true })))
      if (overflow) throw new ProxymError(streamProblem.longLine(where))
    }
  } finally {
    clearTimeout(idle)
    clearTimeout(attach)
    body.on('error', () => {}).destroy()
  }
  throw new ProxymError(streamProblem.ended(where))
}

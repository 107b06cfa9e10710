import type { Clock } from '../clock.ts'

/** How deployments are told: with the whole plan, or without it (`plan-format=light`). */
export type PlanFormat = 'heavy' | 'light'

/** One event, in the two forms that deployments have. Others are the same in both. */
export interface SimulatorEvent {
  readonly type: string
  /** When it happened, in milliseconds. */
  readonly at: number
  /** The whole event as JSON. */
  json(format?: PlanFormat): string
}

/** What an event says besides its type and time: an object, or JSON of one where that would cost much to make. */
export type EventBody = object | ((format: PlanFormat) => string)

export interface EventBus {
  publish(type: string, body: EventBody): void
  /** Returns what ends it. */
  subscribe(listener: (event: SimulatorEvent) => void): () => void
}

export function createEventBus(clock: Clock): EventBus {
  const listeners = new Set<(event: SimulatorEvent) => void>()
  return {
    publish(type, body) {
      const event = createEvent(type, body, clock.now())
      for (const listener of listeners) listener(event)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function createEvent(type: string, body: EventBody, at: number): SimulatorEvent {
  const stamp = `"eventType":${JSON.stringify(type)},"timestamp":"${new Date(at).toISOString()}"}`
  const written = new Map<PlanFormat, string>()
  // Nobody may listen, and heavy plans are many megabytes: written when the first one asks.
  const write = (format: PlanFormat): string => {
    const text = typeof body === 'function' ? body(format) : JSON.stringify(body)
    return text === '{}' ? `{${stamp}` : `${text.slice(0, -1)},${stamp}`
  }
  return {
    type,
    at,
    json(format = 'heavy') {
      const form = typeof body === 'function' ? format : 'heavy'
      const text = written.get(form) ?? write(form)
      written.set(form, text)
      return text
    },
  }
}

import type { EventBody, EventBus } from './events/create-event-bus.ts'

/** How many events, and for how long. */
export interface StormOptions {
  readonly perSecond: number
  readonly seconds: number
  /** What event number n is. @default a status update of an app that does not exist */
  readonly event?: (index: number) => { readonly type: string; readonly body: EventBody }
}

/** Events that are being sent. */
export interface Storm {
  /** Resolves with how many events were sent, once it is over. */
  readonly done: Promise<number>
  stop(): void
}

const tickMs = 10

/** Publish events in real time, as many as wanted in each moment. */
export function startStorm(bus: EventBus, { perSecond, seconds, event = statusUpdate }: StormOptions): Storm {
  const startedAt = performance.now()
  const total = Math.round(perSecond * seconds)
  let sent = 0
  let stop = (): void => {}
  const done = new Promise<number>(resolve => {
    const timer = setInterval(() => {
      // By the time that passed, as a busy machine keeps no timer.
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond))
      for (; sent < due; sent++) {
        const { type, body } = event(sent)
        bus.publish(type, body)
      }
      if (sent === total) stop()
    }, tickMs)
    stop = () => {
      clearInterval(timer)
      resolve(sent)
    }
  })
  return { done, stop: () => stop() }
}

function statusUpdate(index: number): { readonly type: string; readonly body: EventBody } {
  const taskId = `storm.00000000-0000-11e6-a48f-${String(index).padStart(12, '0')}`
  const body = {
    slaveId: '20200101-000000-16842879-5050-1-S0',
    taskId,
    taskStatus: 'TASK_RUNNING',
    message: '',
    appId: '/storm',
    host: '10.0.1.1',
    ipAddresses: [],
    ports: [31_000],
    version: '2020-01-01T00:00:00.000Z',
  }
  return { type: 'status_update_event', body }
}
